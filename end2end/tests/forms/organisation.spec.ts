// The name of an organisation comes with its number, is the person's to change, and is never waited for.
import { type Page } from '@playwright/test';
import { PEOPLE, accessible, expect, fits, signIn, test } from '../../support/test.ts';
import { word } from '../../support/words.ts';

const FORM = '/skjema/leie-lokale';
const CLUB = '899900006';
const COMPANY = '899900073';
const DELETED = '899900219';

/** Goes to the page with the organisation. */
async function openQuestion(page: Page): Promise<void> {
  await page.clock.resume();
  await signIn(page, PEOPLE.manyCases, 'nb', `${FORM}/hvem`);
  await page.locator('main form input[type=radio][value=club]').check();
  await expect(number(page)).toBeVisible();
}

const number = (page: Page) => page.locator('#felt-organisation');
const name = (page: Page) => page.locator('#felt-organisation-name');

test('the name comes with the number, is told politely, and is changed at will', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await openQuestion(page);
  await number(page).fill('');
  await number(page).pressSequentially('899 900 006');
  await expect(name(page)).toHaveValue('OPPDIKTET IDRETTSLAG');
  await expect(number(page)).toBeFocused();
  await expect(page.locator('#announcer')).toHaveText(word('nb', 'forms.organisation_is', { name: 'OPPDIKTET IDRETTSLAG' }));
  await expect(page.locator('#felt-organisation-name-note')).toHaveText(word('nb', 'forms.organisation_found'));
  await accessible(page);
  await fits(page);

  // Another number, another name.
  await number(page).fill(COMPANY);
  await expect(name(page)).toHaveValue('PRØVESTEDET SERVERING AS');
  // What the person writes stays.
  await name(page).fill('Prøvestedet');
  await expect(page.locator('#felt-organisation-name-note')).toHaveText(word('nb', 'forms.organisation_is', { name: 'PRØVESTEDET SERVERING AS' }));
  await number(page).fill(CLUB);
  await expect(page.locator('#announcer')).toHaveText(word('nb', 'forms.organisation_is', { name: 'OPPDIKTET IDRETTSLAG' }));
  await expect(name(page)).toHaveValue('Prøvestedet');

  await name(page).fill('');
  await number(page).fill(DELETED);
  await expect(page.locator('#felt-organisation-name-note')).toHaveText(word('nb', 'forms.organisation_deleted'));
  await accessible(page);
});

test('a register that does not answer stops nobody', async ({ page }) => {
  await page.route('**/api/v1/organisations/*', (route) => route.fulfill({
    status: 503, contentType: 'application/problem+json',
    body: JSON.stringify({ type: 'urn:servicetorg:problem:unavailable', status: 503, code: 'unavailable' }),
  }));
  await openQuestion(page);
  await name(page).fill('');
  await number(page).fill(CLUB);
  await expect(page.locator('#felt-organisation-name-note')).toHaveText(word('nb', 'forms.organisation_down'));
  await name(page).fill('Laget mitt');
  await page.getByRole('button', { name: word('nb', 'forms.next') }).click();
  await expect(page).not.toHaveURL(/\/hvem$/);
});
