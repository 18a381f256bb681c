// Jobs that were given up: an administrator sees them and runs one again.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { fillToSummary } from '../../support/form.ts';
import { OidcProvider } from '../../support/provider.ts';
import { Server } from '../../support/server.ts';
import { PEOPLE, accessible, expect, fits, signIn, test as base, tabTo } from '../../support/test.ts';
import { LANGUAGES, word } from '../../support/words.ts';

interface World { server: Server; provider: OidcProvider }

const test = base.extend<{ world: World }>({
  world: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'servicetorg-key-'));
    let provider: OidcProvider | undefined;
    // The provider of staff has the real time, so the server has it too.
    const server = await Server.demoAt(new Date().toISOString(), async (url) => {
      provider = await OidcProvider.start(url, folder);
      return provider.staffOptions(folder);
    });
    if (!provider) throw new Error('no provider');
    await use({ server, provider });
    await server.stop();
    await provider.down();
    rmSync(folder, { recursive: true, force: true });
  },
  baseURL: async ({ world }, use) => use(world.server.url),
  foreignRequests: [async ({}, use) => use(), { auto: true }],
  fixedTime: [async ({}, use) => use(), { auto: true }],
});

async function staff(page: Page): Promise<void> {
  await page.goto('/ansatt');
  await page.getByRole('link', { name: word('nb', 'sign_in.sign_in') }).click();
  await page.getByRole('link', { name: 'per' }).click();
  await expect(page).toHaveURL(/\/ansatt$/);
}

/** An e-mail that waits for another try when the person's address has grown too old for it. */
async function giveUp(page: Page, server: Server): Promise<void> {
  writeFileSync(join(server.folder, 'mail'), 'in the place of the folder');
  await signIn(page, PEOPLE.newHere, 'nb', '/skjema/meld-feil');
  await fillToSummary(page, 'nb');
  await page.getByRole('button', { name: word('nb', 'forms.submit') }).click();
  await page.getByRole('button', { name: word('nb', 'forms.email_send', { address: 'ingrid@example.no' }) }).click();
  await expect(page.getByText(word('nb', 'forms.email_waiting', { address: 'ingrid@example.no' }))).toBeVisible();
  await server.down();
  server.setClock('2028-06-01T09:00:00Z');
  await server.up();
  await expect.poll(() => server.output()).toContain('a job is given up');
  await server.down();
  server.setClock(new Date().toISOString());
  await server.up();
}

test('an administrator sees what stopped, and runs it again by the keyboard', async ({ page, world }) => {
  test.setTimeout(180_000);
  await giveUp(page, world.server);
  await staff(page);
  await accessible(page);
  await page.getByRole('link', { name: word('nb', 'jobs.title') }).click();
  await expect(page.getByRole('heading', { level: 1, name: word('nb', 'jobs.title') })).toBeVisible();
  for (const language of LANGUAGES) {
    await page.goto(`/ansatt/jobber?lang=${language}`);
    await expect(page.getByRole('heading', { level: 2, name: word(language, 'jobs.kind_email_receipt') })).toBeVisible();
    await expect(page.getByText(word(language, 'jobs.fault_address_not_verified'))).toBeVisible();
    await accessible(page);
  }
  await page.goto('/ansatt/jobber?lang=nb');
  await page.setViewportSize({ width: 320, height: 640 });
  await fits(page);
  for (const media of [{ colorScheme: 'dark' }, { colorScheme: 'light' }, { forcedColors: 'active' }] as const) {
    await page.emulateMedia(media);
    await accessible(page);
  }
  const run = page.getByRole('button', { name: word('nb', 'jobs.run') });
  await tabTo(page, run);
  rmSync(join(world.server.folder, 'mail'));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status')).toHaveText(word('nb', 'jobs.runs'));
  await expect(page.getByText(word('nb', 'jobs.empty'))).toBeVisible();
  await accessible(page);
  // Today the address is good: the e-mail goes.
  await page.goto('/ansatt/jobber');
  await expect(page.getByText(word('nb', 'jobs.empty'))).toBeVisible();
  await page.getByRole('link', { name: word('nb', 'jobs.back') }).click();
  await expect(page).toHaveURL(/\/ansatt\?lang=nb$/);
});

test('nobody else does', async ({ page }) => {
  await page.goto('/ansatt/jobber?lang=en');
  await expect(page).toHaveURL(/\/ansatt\?lang=en$/);
  await expect(page.getByRole('link', { name: word('en', 'sign_in.sign_in') })).toBeVisible();
});
