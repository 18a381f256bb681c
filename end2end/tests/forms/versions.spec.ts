// A form gets a new version while somebody is filling in the old one: every answer is accounted for.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PEOPLE, accessible, choose, expect, fits, open, ready, signIn, tabTo, test as base } from '../../support/test.ts';
import { Server } from '../../support/server.ts';
import { word } from '../../support/words.ts';

const test = base.extend<{}, { server: Server }>({
  server: [async ({}, use) => {
    const server = await Server.start();
    await use(server);
    await server.stop();
  }, { scope: 'worker' }],
});

/** The pack with a second version of a form: it no longer asks for the e-mail, and an option is gone. */
function newPack(original: string, draftRules: string): string {
  const pack = mkdtempSync(join(tmpdir(), 'servicetorg-pack-'));
  cpSync(original, pack, { recursive: true });
  const form = join(pack, 'forms/avfallsbeholder');
  const change = (name: string, edit: (text: string) => string) => {
    const text = readFileSync(join(form, name), 'utf8');
    cpSync(join(form, name), join(form, 'v1', name));
    const changed = edit(text);
    expect(changed).not.toBe(text);
    writeFileSync(join(form, name), changed);
  };
  change('form.toml', (text) => text
    .replace('version = 1\n', 'version = 2\n')
    .replace('\n[conditions]', `\n[draft]\n${draftRules}\n\n[conditions]`)
    .replace('"empty", "other"]', '"empty"]')
    .replace(/\[\[pages\.fields\]\]\nid = "email"\n(.+\n)+/, ''));
  for (const language of ['nb', 'nn', 'en']) {
    change(`texts.${language}.toml`, (text) => text
      .replace(/\[fields\.email\]\n(.+\n)+/, '')
      .replace(/(\[fields\.end_reason\]\n(?:.+\n)*?)options\.other = .+\n/, '$1'));
  }
  return pack;
}

const FORM = '/skjema/avfallsbeholder';
const ANSWERS = { wish: 'end', fraction: 'residual', end_reason: 'other', name: 'Kari Prøve', email: 'kari@example.com' };

test('a draft goes on in its version, and is taken over with every answer told when it must be', async ({ page, server }) => {
  const original = server.content;
  await page.clock.resume();
  await signIn(page, PEOPLE.newHere);
  const status = await page.evaluate(async (answers) => {
    const response = await fetch('/api/v1/forms/avfallsbeholder/draft', {
      method: 'PUT',
      headers: { 'content-type': 'application/json', 'if-none-match': '*' },
      body: JSON.stringify({ version: 1, page: 'avslutte', answers }),
    });
    return response.status;
  }, ANSWERS);
  expect(status).toBe(201);

  // There is a new version: this draft goes on in its own.
  const pinned = newPack(original, 'keep_days = 28');
  const required = newPack(original, 'oldest_version = 2');
  try {
    server.content = pinned;
    await server.down();
    await server.up();
    await open(page, FORM);
    await expect(page).toHaveURL(/\/avslutte$/);
    await expect(page.locator('#felt-end_reason')).toHaveValue('other');
    await open(page, `${FORM}/kontakt`);
    await expect(page.locator('#felt-email')).toHaveValue('kari@example.com');

    // The new version is required: the person sees what becomes of each answer before going on.
    server.content = required;
    await server.down();
    await server.up();
    let fetches = 0;
    page.on('request', (request) => { if (request.url().includes('/draft')) fetches += 1; });
    await page.goto(FORM);
    await ready(page);
    const heading = page.getByRole('heading', { level: 1 });
    for (const language of ['nn', 'en', 'nb'] as const) {
      await choose(page, language);
      await expect(heading).toHaveText(word(language, 'forms.version_title'));
      const part = (key: string) => page.locator('main section').filter({ has: page.getByRole('heading', { level: 2, name: word(language, `forms.${key}`) }) });
      await expect(part('version_gone')).toContainText('kari@example.com');
      await expect(part('version_gone')).toContainText(word(language, 'forms.carried_removed'));
      await expect(part('version_gone').getByRole('term')).toHaveCount(1);
      await expect(part('version_again').getByRole('term')).toHaveCount(1);
      await expect(part('version_again')).toContainText(word(language, 'forms.carried_options'));
      await expect(part('version_stands').getByRole('term')).toHaveCount(3);
      await accessible(page);
    }
    // Once at first and once for each language, and not over and over.
    expect(fetches).toBeLessThanOrEqual(5);
    await page.setViewportSize({ width: 320, height: 640 });
    await fits(page);

    // The link leads to the question in the new version; by keyboard.
    await tabTo(page, page.locator('main section a').first());
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/\/avslutte#felt-end_reason$/);
    await expect(page.locator('#felt-end_reason')).toBeFocused();
    await page.locator('#felt-end_reason').selectOption('empty');
    await expect(page.locator('.save-status__line')).toHaveText(/^Lagret kl/);
    await page.reload();
    await expect(page.locator('#felt-end_reason')).toHaveValue('empty');
    await open(page, `${FORM}/kontakt`);
    await expect(page.locator('#felt-name')).toHaveValue('Kari Prøve');
    await expect(page.locator('#felt-email')).toHaveCount(0);
  } finally {
    server.content = original;
    for (const folder of [pinned, required]) rmSync(folder, { recursive: true });
  }
});
