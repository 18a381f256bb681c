// What happens on the pages of a form is told without anything that tells who.
import { type Request } from '@playwright/test';
import { expect, open, test } from '../../support/test.ts';
import { answerPage } from '../../support/form.ts';
import { word } from '../../support/words.ts';

test('steps are told without cookie, id or answer when the form is left', async ({ page }) => {
  await page.clock.resume();
  const told: Request[] = [];
  page.on('request', (request) => { if (request.url().endsWith('/steps')) told.push(request); });
  await open(page, '/skjema/meld-feil');
  await expect(page.getByText(word('nb', 'forms.open_lead'))).toBeVisible();
  await page.getByRole('button', { name: word('nb', 'forms.next') }).click();
  await expect(page.locator('.ds-error-summary')).toBeFocused();
  await answerPage(page);
  await page.getByRole('button', { name: word('nb', 'forms.next') }).click();
  await expect(page).toHaveURL(/\/skjema\/meld-feil\/vei$/);
  await expect(page.locator('main form input[type=radio]').first()).toBeVisible();
  expect(told).toHaveLength(0);
  const answered = page.waitForResponse((response) => response.url().endsWith('/steps'));
  await page.getByRole('link', { name: word('nb', 'frame.services'), exact: true }).click();
  expect((await answered).status()).toBe(204);
  expect(told).toHaveLength(1);
  const headers = await told[0].allHeaders();
  expect(headers.cookie).toBeUndefined();
  const { version, steps } = told[0].postDataJSON();
  expect(version).toBe(1);
  // The road, which the answer has opened, is reached; what the answer has not opened is nowhere.
  expect(steps).toEqual([
    { page: 'hva', what: 'reached' },
    { page: 'hva', what: 'refused', errors: [{ field: 'subject', kind: 'missing' }] },
    { page: 'hva', what: 'done', seconds: expect.any(Number) },
    { page: 'vei', what: 'reached' },
  ]);
});
