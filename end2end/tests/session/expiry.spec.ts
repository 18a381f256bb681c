// A session that ends: a warning that can be answered, and afterwards the same field with its answer.
import { PEOPLE, accessible, expect, signIn, test as base } from '../../support/test.ts';
import { Server } from '../../support/server.ts';
import { word } from '../../support/words.ts';

// Sessions here end after seconds, so that the real end can be seen.
const test = base.extend<{ short: Server }>({
  short: async ({}, use) => {
    const server = await Server.start(['--session-idle-seconds', '8']);
    await use(server);
    await server.stop();
  },
  baseURL: async ({ short }, use) => use(short.url),
  foreignRequests: [async ({}, use) => use(), { auto: true }],
});

test('the warning can be answered', async ({ page }) => {
  await page.clock.resume();
  await signIn(page, PEOPLE.newHere);
  const dialog = page.getByRole('dialog', { name: word('nb', 'session.warning_title') });
  await expect(dialog).toBeVisible();
  await accessible(page);
  await dialog.getByRole('button', { name: word('nb', 'session.stay') }).click();
  await expect(page.locator('#announcer')).toHaveText(word('nb', 'session.stayed'));
});

test('after the end, the login leads back to the same field and answer', async ({ page }) => {
  await page.clock.resume();
  await signIn(page, PEOPLE.newHere, 'nb', '/skjema/avfallsbeholder');
  await expect(page).toHaveURL(/\/skjema\/avfallsbeholder\/\w+/);
  const field = page.locator('main form input').first();
  await field.check();
  const id = await field.getAttribute('id');
  const path = new URL(page.url()).pathname;
  const ended = page.getByRole('dialog', { name: word('nb', 'session.ended_title') });
  await expect(ended).toBeVisible({ timeout: 30_000 });
  await accessible(page);
  await ended.getByRole('link', { name: word('nb', 'session.sign_in_again') }).click();
  await page.locator('li').filter({ hasText: word('nb', 'session.story_new_here') }).getByRole('button').click();
  await expect(page).toHaveURL(new RegExp(`${path}#${id}$`));
  await expect(page.locator(`[id="${id}"]`)).toBeFocused();
  await expect(page.locator(`[id="${id}"]`)).toBeChecked();
});
