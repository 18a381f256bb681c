// Every page in light, dark and forced colours: no axe violation, nothing wider than 320 px, one h1, a title.
import { PEOPLE, accessible, expect, fits, open, signIn, test } from '../../support/test.ts';
import { word } from '../../support/words.ts';

const SCHEMES = [
  { name: 'light', options: { colorScheme: 'light' } },
  { name: 'dark', options: { colorScheme: 'dark' } },
  { name: 'forced colours', options: { forcedColors: 'active' } },
] as const;

/** The pages anybody may see. */
const OPEN_PAGES = [
  '/', '/tjenester', '/tjenester?q=barnehage', '/tjenester?q=qqqqq', '/tjenester?tema=helse-og-omsorg', '/tjenester/meld-feil-vei-lys-vann',
  '/tjenester/finnes-ikke', '/fortsett', '/skjema/vannmaleravlesning/maler', '/logg-inn', '/logg-inn?melding=uten-nummer', '/komponenter', '/ingen-slik-side',
];

for (const scheme of SCHEMES) {
  test.describe(scheme.name, () => {
    test.use(scheme.options);

    for (const path of OPEN_PAGES) {
      test(`${path} is accessible`, async ({ page }) => {
        await page.setViewportSize({ width: 320, height: 640 });
        await open(page, path);
        await settled(page);
        await accessible(page);
        await fits(page);
        await page.setViewportSize({ width: 1280, height: 900 });
        await accessible(page);
        await expect(page.locator('h1')).toHaveCount(1);
        expect(await page.title()).toMatch(/ – /);
      });
    }

    test('the pages of a person are accessible', async ({ page }) => {
      await signIn(page, PEOPLE.someCases);
      for (const path of ['/minside', '/minside/innlogginger', '/minside/data', '/skjema/parkeringstillatelse', '/skjema/avfallsbeholder', '/skjema/meld-feil', '/skjema/finnes-ikke', '/minside/saker/finnes-ikke']) {
        await open(page, path);
        await settled(page);
        await accessible(page);
        await page.setViewportSize({ width: 320, height: 640 });
        await fits(page);
        await page.setViewportSize({ width: 375, height: 812 });
      }
      await open(page, '/minside');
      await page.locator('main a[href^="/minside/saker/"]').first().click();
      await expect(page.getByRole('heading', { name: word('nb', 'minside.case_answers') })).toBeVisible();
      await accessible(page);
    });

    test('a page of a form with errors is accessible', async ({ page }) => {
      await signIn(page, PEOPLE.noAddress, 'nb', '/skjema/meld-feil');
      await expect(page).toHaveURL(/\/skjema\/meld-feil\/\w+/);
      await page.getByRole('button', { name: word('nb', 'forms.next') }).click();
      await expect(page.locator('.ds-error-summary')).toBeFocused();
      await accessible(page);
      await page.setViewportSize({ width: 320, height: 640 });
      await fits(page);
      await accessible(page);
    });

    test('the dialog before a draft is deleted is accessible', async ({ page }) => {
      await signIn(page, PEOPLE.someCases);
      await page.getByRole('button', { name: new RegExp(word('nb', 'minside.draft_delete_named', { title: '' })) }).first().click();
      await expect(page.getByRole('dialog')).toBeVisible();
      await accessible(page);
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toBeHidden();
    });
  });
}

test('a page that is still waiting is accessible', async ({ page }) => {
  let answer = () => {};
  const held = new Promise<void>((resolve) => { answer = resolve; });
  await page.route('**/api/v1/services?*', async (route) => { await held; await route.continue(); });
  await open(page, '/tjenester');
  await expect(page.locator('main .skeleton').first()).toBeAttached();
  await accessible(page);
  answer();
  await expect(page.locator('.link-cards').first()).toBeVisible();
});

test('a part of the app that does not come says so, and is fetched again', async ({ page }) => {
  await open(page, '/');
  await page.route('**/assets/services-*.wasm', (route) => route.abort());
  await page.getByRole('link', { name: word('nb', 'frame.services'), exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: word('nb', 'frame.part_missing_title') })).toBeFocused();
  await accessible(page);
  await page.unroute('**/assets/services-*.wasm');
  await page.getByRole('button', { name: word('nb', 'failure.again') }).click();
  await expect(page.locator('.link-cards').first()).toBeVisible();
  await expect(page.locator('main')).not.toHaveAttribute('aria-busy');
});

test('a part of the app that takes long is waited for in sight', async ({ page }) => {
  await open(page, '/');
  let answer = () => {};
  const held = new Promise<void>((resolve) => { answer = resolve; });
  await page.route('**/assets/services-*.wasm', async (route) => { await held; await route.continue(); });
  await page.getByRole('link', { name: word('nb', 'frame.services'), exact: true }).click();
  await expect(page.locator('main')).toHaveAttribute('aria-busy', 'true');
  await accessible(page);
  answer();
  await expect(page.locator('.link-cards').first()).toBeVisible();
  await expect(page.locator('main')).not.toHaveAttribute('aria-busy');
});

test('a page that failed says so, and tries again', async ({ page }) => {
  await page.clock.resume();
  await page.route('**/api/v1/services?*', (route) => route.abort());
  await open(page, '/tjenester');
  await expect(page.getByText(word('nb', 'failure.title'))).toBeVisible();
  await accessible(page);
  await page.unroute('**/api/v1/services?*');
  await page.getByRole('button', { name: word('nb', 'failure.again') }).click();
  await expect(page.locator('.link-cards').first()).toBeVisible();
});

/** No part of the page is still waiting. */
async function settled(page: import('@playwright/test').Page): Promise<void> {
  await expect(page.locator('main h1')).toBeVisible();
  await expect(page.locator('main .skeleton:not(.example *)')).toHaveCount(0);
}
