// While a page's part of the app or its content is on its way, there is a page all the same: one heading, and nothing
// that axe finds. When it comes, focus and announcement are as ever.
import type { Page } from '@playwright/test';
import { PEOPLE, accessible, expect, open, ready, signIn, test } from '../../support/test.ts';
import { word } from '../../support/words.ts';

const SERVICE = 'parkeringstillatelse-forflytningshemmede';
const FORM = 'parkeringstillatelse';

/** Pages, and what each waits for. */
const PAGES = [
  { path: '/tjenester', part: 'services', content: '**/api/v1/services?*' },
  { path: `/tjenester/${SERVICE}`, part: 'service', content: `**/api/v1/services/${SERVICE}?*` },
  { path: '/logg-inn', part: 'service', content: '**/api/v1/demo/people' },
  { path: `/skjema/${FORM}`, part: 'form', content: `**/api/v1/forms/${FORM}?*` },
  { path: `/skjema/${FORM}`, part: '', content: `**/api/v1/forms/${FORM}/draft` },
  { path: '/fortsett', part: 'code', content: '' },
  { path: '/minside', part: 'minside', content: '**/api/v1/cases?*' },
];

for (const { path, part, content } of PAGES) {
  for (const held of [part && `**/assets/${part}-*.wasm`, content].filter(Boolean)) {
    test(`${path} has a heading while ${held} is on its way`, async ({ page }) => {
      await page.clock.resume();
      await signIn(page, PEOPLE.someCases, 'nb', '/');
      const release = await hold(page, held);
      await page.goto(path);
      await ready(page);
      await expect(page.locator('main h1')).toHaveCount(1);
      await accessible(page);
      await release();
      await expect(page.locator('main .skeleton')).toHaveCount(0);
      await expect(page.locator('main h1')).toHaveCount(1);
      await expect(page.locator('main h1')).not.toHaveText(word('nb', 'frame.loading'));
      await accessible(page);
    });
  }
}

test('a case that is on its way has a heading, and takes focus when it comes', async ({ page }) => {
  await page.clock.resume();
  await signIn(page, PEOPLE.someCases);
  const release = await hold(page, '**/api/v1/cases/*');
  await page.locator('main a[href^="/minside/saker/"]').first().click();
  const heading = page.locator('main h1');
  await expect(heading).toHaveText(word('nb', 'frame.loading'));
  await expect(heading).not.toBeFocused();
  await accessible(page);
  await release();
  await expect(heading).not.toHaveText(word('nb', 'frame.loading'));
  await expect(heading).toBeFocused();
  await expect(page.locator('#announcer')).toHaveText(await heading.innerText());
});

/** Holds back what comes from an address, until the function that it gives is called. */
async function hold(page: Page, address: string): Promise<() => Promise<void>> {
  let answer = () => {};
  const held = new Promise<void>((resolve) => { answer = resolve; });
  const asked = page.waitForRequest(address);
  await page.route(address, async (route) => { await held; await route.continue(); });
  return async () => {
    // Only what was asked for has been waited for.
    await asked;
    answer();
  };
}
