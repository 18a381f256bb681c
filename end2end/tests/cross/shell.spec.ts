// The page before the app: readable without JavaScript, and the same words as the app's own page.
import { accessible, expect, open, test } from '../../support/test.ts';
import { LANGUAGES, word } from '../../support/words.ts';

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('phone number, opening hours, services and search are there', async ({ page }) => {
    await page.goto('/');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(word('nb', 'home.title'));
    await expect(page.locator('a[href^="tel:"]').first()).toBeVisible();
    await expect(page.getByText(/kl\. \d\d\.\d\d–\d\d\.\d\d/).first()).toBeVisible();
    await expect(page.getByRole('searchbox')).toBeVisible();
    expect(await page.locator('.link-cards a').count()).toBeGreaterThan(3);
    await expect(page.locator('.noscript')).toBeVisible();
  });

  test('other pages have the phone number too', async ({ page }) => {
    await page.goto('/minside');
    await expect(page.locator('a[href^="tel:"]').first()).toBeVisible();
  });
});

for (const language of LANGUAGES) {
  test(`shell and app say the same in ${language}`, async ({ page, server }) => {
    const words = (text: string) => text.replace(/\s+/g, ' ').trim();
    // The shell alone: the app's module never comes.
    await page.route('**/assets/*.js', (route) => route.abort());
    await page.goto(`/?lang=${language}`);
    const shell = (await page.locator('main').locator('h1, h2, h3, li, label, button').allInnerTexts()).map(words);
    await accessible(page, '#app');
    await page.unroute('**/assets/*.js');
    await open(page, `${server.url}/?lang=${language}`);
    const app = words(await page.locator('main').innerText());
    for (const text of shell.flatMap((block) => block.split('\n')).filter((text) => text.length > 0)) expect(app).toContain(text);
  });
}

test('nothing moves when the app takes over', async ({ page }) => {
  await page.addInitScript(() => {
    const shifts: number[] = [];
    Object.assign(window, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) shifts.push((entry as unknown as { value: number }).value);
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await open(page, '/');
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  const shifts = await page.evaluate(() => (window as unknown as { shifts: number[] }).shifts);
  expect(shifts.reduce((sum, shift) => sum + shift, 0)).toBeLessThan(0.01);
});

test('what is typed before the app comes is kept', async ({ page }) => {
  let go = () => {};
  const held = new Promise<void>((resolve) => { go = resolve; });
  await page.route('**/assets/*.wasm', async (route) => { await held; await route.continue(); });
  await page.goto('/', { waitUntil: 'commit' });
  await page.getByRole('searchbox').fill('barnehage');
  go();
  await expect(page.locator('html[data-ready]')).toBeAttached();
  await expect(page.getByRole('searchbox')).toHaveValue('barnehage');
  await expect(page.getByRole('searchbox')).toBeFocused();
});

test('a fault of the app opens a dialog that works without it', async ({ page }) => {
  await open(page, '/tjenester');
  // A real one: the module reaches an instruction that cannot be carried out, as after a panic.
  await page.evaluate(() => {
    const unreachable = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 5, 1, 3, 0, 0, 11];
    const module = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(unreachable)));
    queueMicrotask(module.exports.f as () => void);
  });
  await expect(page.getByRole('dialog', { name: 'Noe gikk galt hos oss' })).toBeVisible();
  await accessible(page);
  await page.getByRole('link', { name: 'Last siden på nytt' }).click();
  await expect(page.locator('html[data-ready]')).toBeAttached();
  await expect(page).toHaveURL(/\/tjenester$/);
});
