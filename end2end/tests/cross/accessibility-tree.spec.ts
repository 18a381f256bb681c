// What screen readers are given on the main pages; a change must be meant.
import { PEOPLE, expect, open, signIn, test as base } from '../../support/test.ts';
import { Server } from '../../support/server.ts';
import { word } from '../../support/words.ts';

// A server of its own: what other tests leave behind is not in the picture.
const test = base.extend<{ own: Server }>({
  own: async ({}, use) => {
    const server = await Server.start();
    await use(server);
    await server.stop();
  },
  baseURL: async ({ own }, use) => use(own.url),
  foreignRequests: [async ({}, use) => use(), { auto: true }],
});

for (const [name, path] of [['front', '/'], ['services', '/tjenester?tema=trafikk-og-transport'], ['service', '/tjenester/parkeringstillatelse-forflytningshemmede'], ['login', '/logg-inn'], ['not-found', '/ingen-slik-side']]) {
  test(`accessibility tree: ${name}`, async ({ page }) => {
    await open(page, path);
    await expect(page.locator('main h1')).toBeVisible();
    await expect(page.locator('main .skeleton')).toHaveCount(0);
    await expect(page.locator('body')).toMatchAriaSnapshot({ name: `${name}.aria.yml` });
  });
}

test('accessibility tree: min side and a page of a form with errors', async ({ page }) => {
  await signIn(page, PEOPLE.noAddress);
  await expect(page.locator('main .skeleton')).toHaveCount(0);
  await expect(page.locator('main')).toMatchAriaSnapshot({ name: 'minside.aria.yml' });
  await open(page, '/minside/data');
  await expect(page.locator('main .skeleton')).toHaveCount(0);
  await expect(page.locator('main')).toMatchAriaSnapshot({ name: 'data.aria.yml' });
  await open(page, '/skjema/parkeringstillatelse');
  await expect(page).toHaveURL(/\/skjema\/parkeringstillatelse\/\w+/);
  await page.getByRole('button', { name: word('nb', 'forms.next') }).click();
  await expect(page.locator('.ds-error-summary')).toBeFocused();
  await expect(page.locator('main')).toMatchAriaSnapshot({ name: 'form-errors.aria.yml' });
});
