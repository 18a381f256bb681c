// What is kept of a person: counted, downloaded, and deleted where it was not sent.
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { Server } from '../../support/server.ts';
import { PEOPLE, accessible, expect, fits, open, signIn, tabTo, test as base } from '../../support/test.ts';
import { LANGUAGES, word } from '../../support/words.ts';

// A server of its own: what is deleted is nobody else's.
const test = base.extend<{ own: Server }>({
  own: async ({}, use) => {
    const server = await Server.start();
    await use(server);
    await server.stop();
  },
  baseURL: async ({ own }, use) => use(own.url),
  foreignRequests: [async ({}, use) => use(), { auto: true }],
});

async function saveDraft(page: Page, form: string): Promise<void> {
  const saved = await page.request.put(`/api/v1/forms/${form}/draft`, {
    headers: { 'if-none-match': '*' }, data: { version: 1, page: 'onske', answers: {} },
  });
  expect(saved.status(), await saved.text()).toBe(201);
}

/** The number beside a name. */
async function count(page: Page, key: string): Promise<number> {
  const row = page.locator('.summary-list__row').filter({ hasText: word('nb', key) }).first();
  return Number(await row.locator('dd').innerText());
}

test('all is downloaded, and what was not sent is deleted, by keyboard', async ({ page }) => {
  await signIn(page, PEOPLE.someCases);
  await page.request.delete('/api/v1/me/unsent');
  await saveDraft(page, 'avfallsbeholder');
  await open(page, '/minside');
  await tabTo(page, page.getByRole('link', { name: word('nb', 'minside.data_link') }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: word('nb', 'minside.data') })).toBeFocused();
  await expect(page.getByRole('heading', { name: word('nb', 'minside.data_kept') })).toBeVisible();
  expect(await count(page, 'minside.data_drafts')).toBe(1);
  const cases = await count(page, 'minside.data_cases');
  expect(cases).toBeGreaterThan(0);

  const link = page.getByRole('link', { name: word('nb', 'minside.data_download_action') });
  await tabTo(page, link);
  const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
  expect(download.suggestedFilename()).toBe('servicetorg-mine-data.zip');
  const bytes = readFileSync(await download.path());
  expect(bytes.subarray(0, 2).toString()).toBe('PK');
  const names = bytes.toString('latin1');
  expect(names).toContain('mine-data.json');
  expect(names.match(/cases\/[\w-]+\.pdf/g)?.length).toBeGreaterThanOrEqual(cases);

  const ask = page.getByRole('button', { name: word('nb', 'minside.data_delete_action') });
  await tabTo(page, ask);
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: word('nb', 'minside.data_delete_title') });
  await expect(dialog).toContainText(word('nb', 'minside.data_delete_confirm_body', { drafts: '1', files: '0' }));
  await accessible(page);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(ask).toBeFocused();

  await page.keyboard.press('Enter');
  await tabTo(page, dialog.getByRole('button', { name: word('nb', 'minside.data_delete_confirm'), exact: true }));
  await page.keyboard.press('Enter');
  await expect(page.locator('#announcer')).toHaveText(word('nb', 'minside.data_deleted', { drafts: '1', files: '0' }));
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await expect(page.getByText(word('nb', 'minside.data_delete_nothing'))).toBeVisible();
  await expect(ask).toHaveCount(0);
  expect(await count(page, 'minside.data_drafts')).toBe(0);
  expect(await count(page, 'minside.data_cases')).toBe(cases);
  await accessible(page);
});

test('where the deletion fails, the dialog says so and nothing is gone', async ({ page }) => {
  await signIn(page, PEOPLE.newHere);
  await saveDraft(page, 'avfallsbeholder');
  await open(page, '/minside/data');
  await page.route('**/api/v1/me/unsent', (route) => route.abort());
  await page.getByRole('button', { name: word('nb', 'minside.data_delete_action') }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: word('nb', 'minside.data_delete_confirm'), exact: true }).click();
  await expect(dialog.getByRole('alert')).not.toBeEmpty();
  await accessible(page);
  await dialog.getByRole('button', { name: word('nb', 'minside.data_delete_keep'), exact: true }).click();
  await page.unroute('**/api/v1/me/unsent');
  await page.reload();
  expect(await count(page, 'minside.data_drafts')).toBe(1);
});

for (const language of LANGUAGES) {
  test(`the page fits a narrow window in ${language}`, async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 700 });
    await signIn(page, PEOPLE.newHere);
    await saveDraft(page, 'avfallsbeholder');
    await open(page, `/minside/data?lang=${language}`);
    await expect(page.getByRole('heading', { name: word(language, 'minside.data_kept') })).toBeVisible();
    await fits(page);
    await accessible(page);
    await page.getByRole('button', { name: word(language, 'minside.data_delete_action') }).click();
    await fits(page);
  });
}
