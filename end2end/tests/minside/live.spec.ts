// Min side shows by itself what changes in another tab, on another device, or after the answer.
import type { Page } from '@playwright/test';
import { fillToSummary } from '../../support/form.ts';
import { Server } from '../../support/server.ts';
import { PEOPLE, accessible, expect, open, signIn, test as base } from '../../support/test.ts';
import { word } from '../../support/words.ts';

// A server of its own: nobody else changes anything.
const test = base.extend<{ own: Server }>({
  own: async ({}, use) => {
    const server = await Server.start();
    await use(server);
    await server.stop();
  },
  baseURL: async ({ own }, use) => use(own.url),
  foreignRequests: [async ({}, use) => use(), { auto: true }],
  // Streams and pauses take the real time.
  fixedTime: [async ({}, use) => use(), { auto: true }],
});

/** Opens the page, and waits until it listens. */
async function listening(page: Page, path: string): Promise<void> {
  const stream = page.waitForResponse((response) => response.url().endsWith('/api/v1/events'));
  await open(page, path);
  expect((await stream).status()).toBe(200);
}

async function saveDraft(page: Page, form: string): Promise<void> {
  const saved = await page.request.put(`/api/v1/forms/${form}/draft`, {
    headers: { 'if-none-match': '*' }, data: { version: 1, page: 'onske', answers: {} },
  });
  expect(saved.status(), await saved.text()).toBe(201);
}

test('a draft that is saved or deleted in another tab comes and goes, and focus stays', async ({ page, context }) => {
  await signIn(page, PEOPLE.someCases);
  await page.request.delete('/api/v1/forms/avfallsbeholder/draft');
  await listening(page, '/minside');
  const drafts = page.getByRole('region', { name: word('nb', 'minside.drafts') });
  const before = await drafts.getByRole('listitem').count();
  const link = page.getByRole('region', { name: word('nb', 'minside.cases') }).getByRole('link').first();
  await link.focus();

  const other = await context.newPage();
  await open(other, '/minside');
  await saveDraft(page, 'avfallsbeholder');
  for (const tab of [page, other]) {
    await expect(tab.getByRole('region', { name: word('nb', 'minside.drafts') }).getByRole('listitem')).toHaveCount(before + 1);
  }
  await expect(page.locator('#announcer')).toHaveText(word('nb', 'minside.live_lists'));
  await expect(link).toBeFocused();

  // The draft with focus is another place in the list afterwards, or none.
  const begun = page.locator('#slett-avfallsbeholder');
  await begun.focus();
  await saveDraft(page, 'meld-feil');
  await expect(drafts.getByRole('listitem')).toHaveCount(before + 2);
  await expect(begun).toBeFocused();
  await other.locator('#slett-avfallsbeholder').click();
  await other.getByRole('button', { name: word('nb', 'minside.draft_delete_confirm'), exact: true }).click();
  await expect(other.locator('#announcer')).toHaveText(word('nb', 'minside.draft_gone'));
  await expect(begun).toHaveCount(0);
  await expect(page.locator('#drafts')).toBeFocused();
  await accessible(page);
});

test('the page of a case says by itself that the e-mail has gone', async ({ page, context }) => {
  test.setTimeout(120_000);
  await signIn(page, PEOPLE.newHere, 'nb', '/skjema/meld-feil');
  await fillToSummary(page, 'nb');
  await page.getByRole('button', { name: word('nb', 'forms.submit') }).click();
  await expect(page.getByRole('heading', { level: 1, name: word('nb', 'forms.receipt_title') })).toBeFocused();
  const to = await page.getByRole('link', { name: word('nb', 'forms.receipt_case') }).getAttribute('href');
  const other = await context.newPage();
  await listening(other, to ?? '');
  await expect(other.getByText(word('nb', 'minside.email_sent'))).toHaveCount(0);
  await page.getByRole('button', { name: word('nb', 'forms.email_send', { address: 'ingrid@example.no' }) }).click();
  await expect(page.getByRole('status').filter({ hasText: word('nb', 'forms.email_sent_to', { address: 'ingrid@example.no' }) })).toBeVisible();
  await expect(other.getByText(word('nb', 'minside.email_sent'))).toBeVisible();
  await expect(other.locator('#announcer')).toHaveText(word('nb', 'minside.live_case'));
  await accessible(other);
});

test('a session that is ended elsewhere is told at once', async ({ page, browser, own }) => {
  await signIn(page, PEOPLE.someCases);
  await listening(page, '/minside');
  const phone = await browser.newContext({ baseURL: own.url });
  const there = await phone.newPage();
  await signIn(there, PEOPLE.someCases);
  const calls: string[] = [];
  page.on('request', (request) => calls.push(request.url()));
  await there.request.delete('/api/v1/sessions', { headers: { origin: own.url } });
  const ended = page.getByRole('dialog', { name: word('nb', 'session.ended_title') });
  await expect(ended).toBeVisible();
  expect(calls, 'told, not found out').toEqual([]);
  await accessible(page);
  await phone.close();
});

test('who logs out is not told so, and their other tabs are', async ({ page, context }) => {
  await signIn(page, PEOPLE.someCases);
  await listening(page, '/minside');
  const other = await context.newPage();
  await listening(other, '/minside');
  await page.getByRole('button', { name: word('nb', 'frame.sign_out') }).click();
  await expect(page.getByRole('link', { name: word('nb', 'frame.sign_in') })).toBeVisible();
  await expect(other.getByRole('dialog', { name: word('nb', 'session.ended_title') })).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('a page that nobody looks at does not listen, and catches up', async ({ page }) => {
  await signIn(page, PEOPLE.newHere);
  await listening(page, '/minside');
  await expect(page.getByText(word('nb', 'minside.drafts_empty'))).toBeVisible();
  const look = (state: string) => page.evaluate((to) => {
    Object.defineProperty(document, 'visibilityState', { value: to, configurable: true });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  }, state);
  const closed = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/events'));
  await look('hidden');
  await closed;
  const calls: string[] = [];
  page.on('request', (request) => calls.push(request.url()));
  await saveDraft(page, 'avfallsbeholder');
  expect(calls).toEqual([]);
  const again = page.waitForResponse((response) => response.url().endsWith('/events'));
  await look('visible');
  await again;
  await expect(page.locator('#slett-avfallsbeholder')).toBeVisible();
});

test('a server that was away is found again, and what was missed is shown', async ({ page, own }) => {
  await signIn(page, PEOPLE.newHere);
  await listening(page, '/minside');
  const again = page.waitForResponse((response) => response.url().endsWith('/events'), { timeout: 30_000 });
  await own.down();
  await own.up();
  await saveDraft(page, 'avfallsbeholder');
  await again;
  await expect(page.locator('#slett-avfallsbeholder')).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('only Min side listens', async ({ page }) => {
  const streams: string[] = [];
  page.on('request', (request) => { if (request.url().endsWith('/events')) streams.push(page.url()); });
  await signIn(page, PEOPLE.newHere, 'nb', '/tjenester');
  for (const path of ['/', '/skjema/avfallsbeholder']) {
    await open(page, path);
    await expect(page.locator('main h1')).toBeVisible();
  }
  expect(streams).toEqual([]);
});
