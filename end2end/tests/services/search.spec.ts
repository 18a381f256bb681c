// Finding a service: by everyday words, by theme, and what is said when nothing is found.
import { expect, open, test } from '../../support/test.ts';
import { word } from '../../support/words.ts';

test('everyday words find the service', async ({ page }) => {
  await open(page, '/');
  for (const [query, service] of [['søppeldunk', 'avfallsbeholder'], ['gatelys virker ikke', 'meld-feil-vei-lys-vann'], ['handicapparkering', 'parkeringstillatelse-forflytningshemmede']]) {
    await page.getByRole('searchbox').fill(query);
    await page.keyboard.press('Enter');
    await expect(page.locator('.link-cards a').first()).toHaveAttribute('href', `/tjenester/${service}`);
  }
});

test('what others offer is said, with a way there', async ({ page }) => {
  await open(page, '/tjenester?q=pass');
  await expect(page.locator('.elsewhere a').first()).toHaveAttribute('href', /politiet\.no/);
});

test('nothing found is said, with a number to call', async ({ page }) => {
  await open(page, '/tjenester?q=xqzw');
  await expect(page.getByText(word('nb', 'services.nothing', { query: 'xqzw' }))).toBeVisible();
  await expect(page.locator('main')).toContainText('32\u00a004\u00a000\u00a000');
});

test('a theme shows its services', async ({ page }) => {
  await open(page, '/tjenester');
  await expect(page.locator('.link-cards a').first()).toBeVisible();
  const all = await page.locator('.link-cards a').count();
  expect(all).toBeGreaterThanOrEqual(24);
  await page.locator('.theme-list a').nth(1).click();
  await expect(page.locator('.theme')).toHaveCount(1);
  expect(await page.locator('.link-cards a').count()).toBeLessThan(all);
});
