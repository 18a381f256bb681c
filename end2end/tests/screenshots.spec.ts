// The pictures of the README, made of the real thing.
import { join } from 'node:path';
import { PEOPLE, expect, open, signIn, test } from '../support/test.ts';
import { fillToSummary } from '../support/form.ts';
import { word } from '../support/words.ts';

const picture = (name: string) => join(import.meta.dirname, '..', '..', 'docs', 'images', `${name}.png`);

test('front page, form and receipt on a phone', async ({ page }) => {
  await open(page, '/');
  await page.screenshot({ path: picture('front-phone') });
  await signIn(page, PEOPLE.newHere, 'nb', '/skjema/meld-feil');
  await expect(page).toHaveURL(/\/skjema\/meld-feil\/\w+/);
  await page.screenshot({ path: picture('form-phone') });
  await fillToSummary(page, 'nb');
  await page.getByRole('button', { name: word('nb', 'forms.submit') }).click();
  await expect(page.getByRole('heading', { level: 1, name: word('nb', 'forms.receipt_title') })).toBeVisible();
  await page.screenshot({ path: picture('receipt-phone') });
});

test('a service on a computer', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 900 });
  await open(page, '/tjenester/parkeringstillatelse-forflytningshemmede');
  await expect(page.locator('main h1')).toBeVisible();
  await page.screenshot({ path: picture('service-desktop') });
});
