// The receipt: the copy to keep holds what the summary showed, and the e-mail goes once, to whom it may.
import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { PEOPLE, accessible, choose, expect, open, signIn, test as base } from '../../support/test.ts';
import { Server } from '../../support/server.ts';
import { fillToSummary } from '../../support/form.ts';
import { LANGUAGES, type Language, word } from '../../support/words.ts';

const run = promisify(execFile);

// A server of its own: the person starts with nothing.
const test = base.extend<{ own: Server }>({
  own: async ({}, use) => {
    const server = await Server.start();
    await use(server);
    await server.stop();
  },
  baseURL: async ({ own }, use) => use(own.url),
  foreignRequests: [async ({}, use) => use(), { auto: true }],
});

/** Questions and answers of a page, in their order. */
async function shown(page: Page): Promise<string[]> {
  return page.locator('main :is(.summary-list dt, .summary-list__line)').allInnerTexts();
}

/** Downloads what the link leads to; its text without spaces and without what stands around each page. */
async function copy(page: Page, link: string): Promise<string> {
  const waiting = page.waitForEvent('download');
  await page.getByRole('link', { name: link }).click();
  const download = await waiting;
  expect(download.suggestedFilename()).toMatch(/^(kvittering|receipt)-[A-Z0-9-]+\.pdf$/);
  const { stdout } = await run('pdftotext', ['-raw', await download.path(), '-']);
  return stdout.split(/[\n\f]/)
    .filter((line) => !/(Side|Page) \d+ (av|of) \d+/.test(line) && !/^(Kvittering for|Receipt for) /.test(line) && !/^Drammen kommune\s+·/.test(line))
    .join('').replace(/\s/g, '');
}

/** Fills in the form and sends it; what the summary showed. */
async function send(page: Page, language: Language, story: string): Promise<string[]> {
  await signIn(page, story, 'nb', '/skjema/meld-feil');
  await choose(page, language);
  await fillToSummary(page, language);
  const rows = await shown(page);
  await page.getByRole('button', { name: word(language, 'forms.submit') }).click();
  await expect(page.getByRole('heading', { level: 1, name: word(language, 'forms.receipt_title') })).toBeFocused();
  return rows;
}

/** What stands in the text between two headings. */
function between(text: string, from: string, to: string): string {
  const solid = (part: string) => part.replace(/\s/g, '');
  const start = text.indexOf(solid(from));
  const end = text.lastIndexOf(solid(to));
  expect(start, from).toBeGreaterThan(-1);
  expect(end, to).toBeGreaterThan(start);
  return text.slice(start + solid(from).length, end);
}

for (const language of LANGUAGES) {
  test(`the copy holds exactly the rows of the summary in ${language}`, async ({ page }) => {
    test.setTimeout(120_000);
    const rows = await send(page, language, PEOPLE.newHere);
    expect(rows.length).toBeGreaterThan(4);
    const titles = await page.locator('.receipt section[lang] h3').allInnerTexts();
    const words = { nb: ['Dette sendte du', 'Lurer du på noe?'], nn: ['Dette sende du', 'Lurer du på noko?'], en: ['What you sent', 'Do you have a question?'] }[language];

    const receipt = await copy(page, word(language, 'forms.receipt_copy'));
    let sent = between(receipt, words[0], words[1]);
    // Titles stand where they stand on the page; what is left is the rows, in order, and nothing else.
    for (const title of titles) {
      expect(sent).toContain(title.replace(/\s/g, ''));
      sent = sent.replace(title.replace(/\s/g, ''), '');
    }
    expect(sent).toBe(rows.join('').replace(/\s/g, ''));

    await page.getByText(word(language, 'forms.receipt_checksum'), { exact: true }).click();
    const sum = await page.locator('.checksum').innerText();
    expect(sum).toMatch(/^[0-9a-f]{64}$/);
    expect(receipt).toContain(sum);
    await accessible(page);

    await page.getByRole('link', { name: word(language, 'forms.receipt_case') }).click();
    await expect(page.getByRole('link', { name: word(language, 'minside.case_copy') })).toBeVisible();
    expect(await copy(page, word(language, 'minside.case_copy'))).toBe(receipt);
  });
}

test('the e-mail goes once, and the page says so', async ({ page, own }) => {
  test.setTimeout(120_000);
  await send(page, 'nb', PEOPLE.newHere);
  const button = page.getByRole('button', { name: word('nb', 'forms.email_send', { address: 'ingrid@example.no' }) });
  await expect(button).toBeVisible();

  // The server cannot be reached for a moment: said, and the button is still there.
  await page.route('**/email-receipt*', (route) => route.abort(), { times: 1 });
  await button.click();
  await expect(page.getByRole('alert').filter({ hasText: word('nb', 'failure.offline') })).toBeVisible();
  await accessible(page);

  await button.click();
  const said = word('nb', 'forms.email_sent_to', { address: 'ingrid@example.no' });
  await expect(page.getByRole('status').filter({ hasText: said })).toBeVisible();
  await expect(button).toHaveCount(0);
  await accessible(page);
  expect(await readdir(join(own.folder, 'mail'))).toEqual([expect.stringMatching(/^received-DRM-.*\.eml$/)]);

  await page.reload();
  await expect(page.getByText(word('nb', 'forms.email_sent'))).toBeVisible();
  await expect(button).toHaveCount(0);
});

for (const [story, reason] of [[PEOPLE.someCases, 'forms.email_too_old'], [PEOPLE.manyCases, 'forms.email_no_address']] as const) {
  test(`no verified address, and why: ${reason}`, async ({ page }) => {
    test.setTimeout(120_000);
    await send(page, 'nn', story);
    await expect(page.getByText(word('nn', reason))).toBeVisible();
    await expect(page.getByRole('button', { name: /@example/ })).toHaveCount(0);
    await accessible(page);
  });
}
