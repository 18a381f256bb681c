// Login by a real OpenID provider: there and back, cancelled, refused, at a higher level, and out again at both ends.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { OidcProvider } from '../../support/provider.ts';
import { Server } from '../../support/server.ts';
import { accessible, choose, expect, fits, open, test as base, tabTo } from '../../support/test.ts';
import { LANGUAGES, type Language, word } from '../../support/words.ts';

interface World { server: Server; provider: OidcProvider }

const test = base.extend<object, { world: World }>({
  world: [async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'servicetorg-key-'));
    let provider: OidcProvider | undefined;
    const server = await Server.real(async (url) => {
      provider = await OidcProvider.start(url, folder);
      return provider.options(folder);
    });
    if (!provider) throw new Error('no provider');
    await use({ server, provider });
    await server.stop();
    await provider.down();
    rmSync(folder, { recursive: true, force: true });
  }, { scope: 'worker' }],
  baseURL: async ({ world }, use) => use(world.server.url),
  foreignRequests: [async ({}, use) => use(), { auto: true }],
  // A provider has the real time, so these tests have it too.
  fixedTime: [async ({}, use) => use(), { auto: true }],
});

/** From the login page to the provider. */
async function leave(page: Page, language: Language = 'nb', key = 'session.provider_sign_in'): Promise<void> {
  await page.getByRole('link', { name: word(language, key) }).click();
  await expect(page.getByRole('heading', { name: 'Innlogging' })).toBeVisible();
}

/** All the way, as one of the provider's people. */
async function signIn(page: Page, then = '/minside', as = 'kari'): Promise<void> {
  await open(page, `/logg-inn?til=${encodeURIComponent(then)}`);
  await leave(page);
  await page.getByRole('link', { name: as }).click();
}

async function signedIn(page: Page): Promise<number> {
  return (await page.request.get('/api/v1/cases?lang=nb')).status();
}

test('a page that needs a login leads to the provider, and back', async ({ page }) => {
  await open(page, '/minside');
  await expect(page).toHaveURL(/\/logg-inn\?til=/);
  await accessible(page);
  await page.setViewportSize({ width: 320, height: 640 });
  await fits(page);
  await leave(page);
  await expect(page.locator('#asked')).toHaveText('idporten-loa-substantial nb');
  await page.getByRole('link', { name: 'kari' }).click();
  await expect(page).toHaveURL(/\/minside$/);
  await expect(page.getByText(word('nb', 'session.signed_in'), { exact: true })).toBeAttached();
  await expect(page.getByText(word('nb', 'minside.cases_empty'))).toBeVisible();
});

test('the provider speaks the language of the page', async ({ page }) => {
  await open(page, '/logg-inn');
  await choose(page, 'nn');
  await leave(page, 'nn');
  await expect(page.locator('#asked')).toHaveText('idporten-loa-substantial nn');
});

test('a session that is gone leads back to the same field, without a new login at the provider', async ({ page, context }) => {
  await signIn(page, '/skjema/avfallsbeholder');
  await expect(page).toHaveURL(/\/skjema\/avfallsbeholder\/\w+/);
  const field = page.locator('main form input').first();
  await field.focus();
  const id = await field.getAttribute('id');
  const path = new URL(page.url()).pathname;
  await context.clearCookies({ name: 'session' });
  await field.check();
  const ended = page.getByRole('dialog', { name: word('nb', 'session.ended_title') });
  await ended.getByRole('link', { name: word('nb', 'session.sign_in_again') }).click();
  await page.getByRole('link', { name: word('nb', 'session.provider_sign_in') }).click();
  await expect(page).toHaveURL(new RegExp(`${path}#${id}$`));
  await expect(page.locator(`[id="${id}"]`)).toBeFocused();
});

test('a service may need a safer login, and goes on after it', async ({ page }) => {
  await signIn(page);
  await expect(page).toHaveURL(/\/minside$/);
  await open(page, '/skjema/startlan');
  await expect(page.getByRole('heading', { level: 1, name: word('nb', 'session.level_title') })).toBeVisible();
  await accessible(page);
  await leave(page, 'nb', 'session.level_sign_in');
  await expect(page.locator('#asked')).toHaveText('idporten-loa-high nb');
  await page.getByRole('link', { name: 'kari' }).click();
  await expect(page).toHaveURL(/\/skjema\/startlan\/\w+/);
  await expect(page.locator('main form')).toBeVisible();
});

test('who goes straight to such a service logs in once', async ({ page }) => {
  await open(page, '/skjema/startlan');
  await expect(page).toHaveURL(/\/logg-inn\?til=/);
  await leave(page);
  await expect(page.locator('#asked')).toHaveText('idporten-loa-high nb');
  await page.getByRole('link', { name: 'kari' }).click();
  await expect(page).toHaveURL(/\/skjema\/startlan\/\w+/);
});

for (const [link, key] of [['Avbryt', 'session.message_cancelled'], ['Feil', 'session.message_refused'], ['utland', 'session.message_no_number']] as const) {
  test(`${link}: said in plain words, and tried again`, async ({ page }) => {
    await open(page, '/logg-inn?til=/minside');
    await leave(page);
    await page.getByRole('link', { name: link }).click();
    await expect(page).toHaveURL(/\/logg-inn\?melding=[a-z-]+&til=%2Fminside$/);
    for (const language of LANGUAGES) {
      await choose(page, language);
      await expect(page.getByText(word(language, key))).toBeVisible();
    }
    await accessible(page);
    await page.setViewportSize({ width: 320, height: 640 });
    await fits(page);
    if (link === 'utland') {
      // Logged in there: without a way out of it, every try would end the same way.
      await page.getByRole('button', { name: word('en', 'session.sign_out_provider') }).click();
      await expect(page.getByText(word('en', 'session.message_signed_out'))).toBeVisible();
    }
    await leave(page, 'en');
    await page.getByRole('link', { name: 'kari' }).click();
    await expect(page).toHaveURL(/\/minside$/);
  });
}

test('logging out ends it here and at the provider', async ({ page }) => {
  await signIn(page);
  const addresses: string[] = [];
  page.on('request', (request) => addresses.push(request.url()));
  await page.getByRole('button', { name: word('nb', 'frame.sign_out') }).click();
  await expect(page.getByText(word('nb', 'session.message_signed_out'))).toBeVisible();
  await accessible(page);
  expect(await signedIn(page)).toBe(401);
  expect(addresses.join('\n')).not.toMatch(/id_token|eyJ/);
  // The next person on this computer has to log in.
  await leave(page);
});

test('logging out at the provider ends it here, in every tab and without cookies', async ({ page, context, world }) => {
  await signIn(page);
  await expect(page).toHaveURL(/\/minside$/);
  const other = await context.newPage();
  const problems: string[] = [];
  other.on('console', (message) => { if (message.type() === 'error') problems.push(message.text()); });
  const frame = other.waitForResponse((response) => response.url().includes('/auth/logout/frontchannel'));
  await other.goto(`${world.provider.issuer}/session/end`);
  expect((await frame).status()).toBe(200);
  expect((await (await frame).request().allHeaders()).cookie ?? '').not.toContain('session=');
  await expect(other.getByRole('heading', { name: 'Logget ut av innloggingen' })).toBeVisible();
  expect(problems).toEqual([]);
  expect(await signedIn(page)).toBe(401);
});

test('a provider that is down is said, and works again by itself', async ({ page, world }) => {
  await signIn(page);
  await expect(page).toHaveURL(/\/minside$/);
  await world.provider.down();
  try {
    await page.context().clearCookies({ name: 'session' });
    await open(page, '/logg-inn?til=/minside');
    await page.getByRole('link', { name: word('nb', 'session.provider_sign_in') }).click();
    await expect(page.getByText(word('nb', 'session.message_unavailable'))).toBeVisible();
    await accessible(page);
  } finally {
    await world.provider.up();
  }
  await page.getByRole('link', { name: word('nb', 'session.provider_sign_in') }).click();
  await expect(page).toHaveURL(/\/minside$/);
});

test('staff log in apart from people, see their roles, and log out', async ({ page }) => {
  await page.goto('/ansatt');
  await accessible(page);
  await page.getByRole('link', { name: word('nb', 'sign_in.sign_in') }).click();
  await page.getByRole('link', { name: 'per' }).click();
  await expect(page).toHaveURL(/\/ansatt$/);
  await expect(page.getByText(word('nb', 'sign_in.signed_in_as', { name: 'Per Ås' }))).toBeVisible();
  await expect(page.getByText(word('nb', 'sign_in.role_case_worker'))).toBeVisible();
  await accessible(page);
  await page.setViewportSize({ width: 320, height: 640 });
  await fits(page);
  expect(await signedIn(page)).toBe(401);
  await tabTo(page, page.getByRole('button', { name: word('nb', 'sign_in.sign_out') }));
  await page.keyboard.press('Enter');
  await expect(page.getByText(word('nb', 'sign_in.signed_out'))).toBeVisible();
});

test('staff without a role are told so, and can log out', async ({ page }) => {
  for (const language of LANGUAGES) {
    await page.goto(`/ansatt?lang=${language}`);
    await page.getByRole('link', { name: word(language, 'sign_in.sign_in') }).click();
    await page.getByRole('link', { name: 'gjest' }).click();
    await page.goto(`/ansatt?lang=${language}`);
    await expect(page.getByRole('heading', { name: word(language, 'sign_in.no_role_title') })).toBeVisible();
    await accessible(page);
    await page.getByRole('button', { name: word(language, 'sign_in.sign_out') }).click();
    await expect(page).toHaveURL(/melding=logget-ut$/);
  }
});

test('a person sees where they are logged in, and logs out elsewhere', async ({ page, browser, world }) => {
  await signIn(page, '/minside/innlogginger', 'kari');
  await page.getByRole('heading', { level: 1, name: word('nb', 'minside.sessions') }).waitFor();
  // What other tests of this person have left.
  const others = page.getByRole('button', { name: word('nb', 'minside.session_end_others') });
  await expect(page.getByText(word('nb', 'minside.session_this'))).toBeVisible();
  if (await others.isVisible()) await others.click();
  await expect(page.getByText(word('nb', 'minside.sessions_only_this'))).toBeVisible();
  const phones = [await phone(browser, world), await phone(browser, world)];
  await page.reload();
  await expect(page.locator('.case-list__item')).toHaveCount(3);
  await expect(page.getByRole('heading', { name: 'Safari på en iPhone' })).toHaveCount(2);
  for (const language of LANGUAGES) {
    await choose(page, language);
    await expect(page.getByRole('heading', { level: 1, name: word(language, 'minside.sessions') })).toBeVisible();
    await accessible(page);
  }
  await choose(page, 'nb');
  await page.setViewportSize({ width: 320, height: 640 });
  await fits(page);
  await accessible(page);
  const one = page.getByRole('button', { name: /^Logg ut Safari på en iPhone/ }).first();
  await tabTo(page, one);
  await page.keyboard.press('Enter');
  await expect(page.locator('#announcer')).toHaveText(word('nb', 'minside.session_ended'));
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await expect(page.locator('.case-list__item')).toHaveCount(2);
  await others.click();
  await expect(page.getByText(word('nb', 'minside.sessions_only_this'))).toBeVisible();
  for (const other of phones) {
    expect(await signedIn(other)).toBe(401);
    await other.context().close();
  }
  expect(await signedIn(page)).toBe(200);
});

/** The same person on a phone. */
async function phone(browser: Browser, world: World): Promise<Page> {
  const context = await browser.newContext({
    baseURL: world.server.url, locale: 'nb-NO',
    userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
  });
  const page = await context.newPage();
  await signIn(page);
  await expect(page).toHaveURL(/\/minside$/);
  return page;
}
