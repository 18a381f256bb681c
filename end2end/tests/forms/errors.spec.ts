// What is wrong with an answer, where it is said, and how it goes away.
import { PEOPLE, expect, signIn, test } from '../../support/test.ts';
import { answerPage } from '../../support/form.ts';
import { word } from '../../support/words.ts';

test.beforeEach(async ({ page }) => {
  await signIn(page, PEOPLE.noAddress, 'nb', '/skjema/parkeringstillatelse');
  await expect(page).toHaveURL(/\/skjema\/parkeringstillatelse\/\w+/);
});

test('Next on an empty page lists what is missing, takes focus, and leads to the question', async ({ page }) => {
  const next = page.getByRole('button', { name: word('nb', 'forms.next') });
  await next.click();
  const summary = page.locator('.ds-error-summary');
  await expect(summary).toBeFocused();
  await expect(page).toHaveTitle(/^Feil: /);
  const link = summary.getByRole('link').first();
  const message = await link.innerText();
  await expect(page.locator('form').getByText(message)).toBeVisible();
  await link.click();
  const focused = page.locator(':focus');
  await expect(focused).toHaveAttribute('id', /^felt-/);
  await answerPage(page);
  await expect(page.locator('form').getByText(message)).toBeHidden();
  // Pressed again with errors left, the summary takes focus again.
  await next.click();
  await expect(page.locator('.ds-error-summary')).toHaveCount(0);
});

test('Back loses nothing, and the summary leads to an answer and back', async ({ page }) => {
  await answerPage(page);
  const first = page.url();
  const answered = await page.locator('main form input:checked').first().getAttribute('id');
  await page.getByRole('button', { name: word('nb', 'forms.next') }).click();
  await expect(page).not.toHaveURL(first);
  await page.getByRole('link', { name: word('nb', 'forms.previous') }).click();
  await expect(page).toHaveURL(first);
  await expect(page.locator(`[id="${answered}"]`)).toBeChecked();
  await page.goBack();
  await page.goForward();
  await expect(page.locator(`[id="${answered}"]`)).toBeChecked();
});
