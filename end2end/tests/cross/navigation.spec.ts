// What a change of page means: title, focus, announcement, scroll, and the skip link.
import { choose, expect, open, test } from '../../support/test.ts';
import { word } from '../../support/words.ts';

test('a new page has its title, its heading has focus, and it is announced', async ({ page }) => {
  await open(page, '/');
  await page.getByRole('link', { name: word('nb', 'frame.services'), exact: true }).click();
  const heading = page.getByRole('heading', { level: 1, name: word('nb', 'services.title') });
  await expect(heading).toBeFocused();
  await expect(page).toHaveTitle(/^Tjenester – /);
  await expect(page.locator('#announcer')).toHaveText(word('nb', 'services.title'));
});

test('back returns to where the page was scrolled', async ({ page }) => {
  await open(page, '/tjenester');
  const link = page.locator('.link-cards a').nth(12);
  await link.scrollIntoViewIfNeeded();
  const before = await page.evaluate(() => window.scrollY);
  expect(before).toBeGreaterThan(200);
  await link.click();
  await expect(page.getByText(word('nb', 'services.audience'))).toBeVisible();
  expect(await page.evaluate(() => window.scrollY)).toBe(0);
  await page.goBack();
  await expect(async () => expect(Math.abs((await page.evaluate(() => window.scrollY)) - before)).toBeLessThan(5)).toPass();
});

test('the skip link is first, and moves focus to the content', async ({ page }) => {
  await open(page, '/');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: word('nb', 'frame.skip') })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('main')).toBeFocused();
});

test('the language changes without a new page, and stays for the next visit', async ({ page }) => {
  await open(page, '/tjenester/barnehageplass');
  await choose(page, 'en');
  await expect(page.getByRole('heading', { name: word('en', 'services.audience') })).toBeVisible();
  await expect(page).toHaveURL(/\/tjenester\/barnehageplass$/);
  await expect(page.getByRole('button', { name: 'English' })).toBeFocused();
  await page.reload();
  await expect(page.getByRole('heading', { name: word('en', 'services.audience') })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
});

test('an address with a language opens in it', async ({ page }) => {
  await open(page, '/?lang=nn');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(word('nn', 'home.title'));
});

test('a page that does not exist offers ways on', async ({ page }) => {
  await open(page, '/ingen-slik-side');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(word('nb', 'frame.not_found_title'));
  await page.getByRole('link', { name: word('nb', 'frame.not_found_home') }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(word('nb', 'home.title'));
});

test('off line is said, and said to be over', async ({ page, context }) => {
  await open(page, '/');
  await context.setOffline(true);
  await expect(page.getByText(word('nb', 'frame.offline'))).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByText(word('nb', 'frame.offline'))).toBeHidden();
});
