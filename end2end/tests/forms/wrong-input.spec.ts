// What a person may get wrong in each kind of field: the message stands at the field in plain words, leads to it from
// the summary of what is wrong, goes away when it is mended, and the server says the same of the same answers.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Page } from '@playwright/test';
import { answerPage } from '../../support/form.ts';
import { Server } from '../../support/server.ts';
import { PEOPLE, accessible, choose, expect, fits, open, signIn, test as base } from '../../support/test.ts';
import { type Language, LANGUAGES, word } from '../../support/words.ts';

const FORM = 'slag';
const ROOT = join(import.meta.dirname, '..', '..', '..');

/** The server's own test pack with a form of every kind of field. */
function pack(): string {
  const folder = mkdtempSync(join(tmpdir(), 'servicetorg-pack-'));
  cpSync(join(ROOT, 'crates', 'server', 'tests', 'pack'), folder, { recursive: true });
  cpSync(join(ROOT, 'end2end', 'pack', FORM), join(folder, 'forms', FORM), { recursive: true });
  const service = readFileSync(join(folder, 'services', 'prove-tjeneste.toml'), 'utf8');
  writeFileSync(join(folder, 'services', `${FORM}.toml`), service.replace('form = "prove"', `form = "${FORM}"`));
  return folder;
}

const test = base.extend<{}, { server: Server }>({
  server: [async ({}, use) => {
    const folder = pack();
    const server = await Server.start([], folder);
    await use(server);
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }, { scope: 'worker' }],
});

/** What is typed, in one control or in one after the other, and the message that comes of it. */
type Wrong = [typed: string | Record<string, string>, message: string, parameters?: Record<string, string>];

/** Page by page: the field, and what may be wrong with it. */
const WRONG: Record<string, Record<string, Wrong[]>> = {
  ord: {
    text: [['elleve tegn', 'too_long', { max: '10', length: '11' }]],
    textarea: [['mer enn tjue tegn i alt', 'too_long', { max: '20', length: '23' }]],
    name: [['x'.repeat(201), 'too_long', { max: '200', length: '201' }]],
    email: [['kari', 'not_email'], ['kari@', 'not_email'], ['@example.com', 'not_email'], ['kari@example', 'not_email'], ['kari nordmann@example.com', 'not_email']],
    phone: [['1234', 'not_phone'], ['ring meg', 'not_phone'], ['223344556', 'not_phone'], ['+', 'not_phone']],
    address: [[{ street: 'Engene 1', postal_code: '301', city: 'Drammen' }, 'not_postal_code'], [{ postal_code: '30155' }, 'not_postal_code'], [{ postal_code: 'abcd' }, 'not_postal_code']],
  },
  tall: {
    number: [['to', 'not_number'], ['1', 'too_small', { min: '2' }], ['41', 'too_large', { max: '40' }], ['2,25', 'too_many_decimals', { max: '1' }], ['1e1', 'not_number'], ['2,2,2', 'not_number'], ['٣', 'not_number']],
    money: [['-1', 'too_small', { min: '0' }], ['1 000 001', 'too_large'], ['12,345', 'too_many_decimals', { max: '2' }], ['kr', 'not_number']],
    identity: [['1309724802', 'not_identity_number'], ['13097248023', 'wrong_identity_number'], ['99999999999', 'wrong_identity_number'], ['abc', 'not_identity_number']],
    organisation: [['92123455', 'not_organisation_number'], ['921234555', 'wrong_organisation_number']],
    account: [['7694051205', 'not_account_number'], ['76940512058', 'wrong_account_number']],
    iban: [['9386011117947', 'not_iban'], ['NO9386011117948', 'wrong_iban']],
  },
  dager: {
    born: [[{ day: '31', month: '2', year: '2000' }, 'not_date'], [{ day: '24', month: '8', year: '2999' }, 'too_late'], [{ day: 'x', month: '8', year: '1980' }, 'not_date'], [{ day: '29', month: '2', year: '2023' }, 'not_date']],
    visit: [['30.2.2027', 'not_date'], ['1.1.2020', 'too_early'], ['1.1.2030', 'too_late'], ['i morgen', 'not_date']],
    month: [[{ month: '13', year: '2027' }, 'not_month'], [{ month: '1', year: '2020' }, 'too_early']],
    year: [['27', 'not_year'], ['1850', 'too_small', { min: '1926' }], ['2999', 'too_large', { max: '2026' }], ['nitten', 'not_year']],
    time: [['25:00', 'not_time'], ['12.60', 'not_time'], ['tolv', 'not_time']],
  },
  papirer: {
    place: [[{ latitude: 'nord', longitude: '10,2' }, 'not_coordinate'], [{ latitude: '91', longitude: '10,2' }, 'not_coordinate'], [{ latitude: '59,74', longitude: '181' }, 'not_coordinate']],
    in_group: [['for langt', 'too_long', { max: '5', length: '9' }]],
  },
};

/** How many questions of each page must be answered, with the least number of rows. */
const MUST: Record<string, number> = { ord: 6, tall: 6, valg: 7, dager: 5, papirer: 4 };

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** The message as the app has it; what a parameter is, where the test does not say, is left open. */
function message(language: Language, key: string, parameters: Record<string, string> = {}): RegExp {
  const names = ['label', 'max', 'min', 'length', 'date'];
  const given = Object.fromEntries(names.map((name) => [name, parameters[name] ?? `<${name}>`]));
  const text = escaped(word(language, `forms.${key}`, given)).replace(/<\w+>/g, '.+');
  return new RegExp(`^${text}$`);
}

async function type(page: Page, field: string, typed: string | Record<string, string>): Promise<string[]> {
  const controls = typeof typed === 'string' ? { [`felt-${field}`]: typed } : Object.fromEntries(Object.entries(typed).map(([part, text]) => [`felt-${field}-${part}`, text]));
  for (const [id, text] of Object.entries(controls)) await page.locator(`[id="${id}"]`).fill(text);
  // Another question gets focus: this one has been left.
  await page.locator('main h1').evaluate((heading: HTMLElement) => heading.focus());
  return Object.keys(controls);
}

/** What the server says when the draft is sent as it stands. */
async function refused(page: Page): Promise<{ status: number; issues: { field: string; code: string }[] }> {
  return page.evaluate(async (form) => {
    const { content } = await (await fetch(`/api/v1/forms/${form}/draft`)).json();
    const response = await fetch(`/api/v1/forms/${form}/submissions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
      body: JSON.stringify({ version: 1, language: 'nb', answers: content.answers }),
    });
    return { status: response.status, issues: (await response.json()).issues ?? [] };
  }, FORM);
}

for (const language of LANGUAGES) {
  test(`what is wrong is said at the field and in the summary, in ${language}`, async ({ page }) => {
    test.setTimeout(180_000);
    await open(page, '/');
    await choose(page, language);
    await signIn(page, PEOPLE.newHere, language, `/skjema/${FORM}`);
    const next = page.getByRole('button', { name: word(language, 'forms.next') });
    const summary = page.locator('.ds-error-summary');
    for (const [name, must] of Object.entries(MUST)) {
      await expect(page).toHaveURL(new RegExp(`/${FORM}/${name}$`));
      await expect(page.locator('main h1')).toBeVisible();
      // Nothing answered: each question is named once, and each link leads into it.
      await next.click();
      await expect(summary).toBeFocused();
      const links = summary.getByRole('link');
      await expect(links).toHaveCount(must);
      for (let link = 0; link < must; link++) {
        await links.nth(link).click();
        const said = (await links.nth(link).innerText()).trim();
        await expect(page.locator(':focus')).toHaveAttribute('id', /^felt-/);
        await expect(page.locator('form .ds-validation-message').filter({ hasText: said })).toHaveCount(1);
      }
      await fits(page);
      await accessible(page);
      for (const [field, all] of Object.entries(WRONG[name] ?? {})) {
        for (const [typed, key, parameters] of all) {
          const ids = await type(page, field, typed);
          const said = page.locator(ids.map((id) => `[id="${id}-error"]`).concat(`[id="felt-${field}-error"]`).join(', '));
          await expect(said, `${field}: ${JSON.stringify(typed)}`).toHaveText(message(language, key, parameters));
          // Read with the control that it is about.
          const tied = await said.evaluate((element) => document.querySelectorAll(`[aria-describedby~="${element.id}"]`).length);
          expect(tied, `${field} names its message`).toBeGreaterThan(0);
        }
        await next.click();
        await expect(summary).toBeFocused();
        const [typed, key, parameters] = all.at(-1) ?? ['', 'required'];
        await expect(summary.getByRole('link').filter({ hasText: message(language, key, parameters) }), field).toHaveCount(1);
        // Emptied, so that what follows answers it.
        await type(page, field, typeof typed === 'string' ? '' : Object.fromEntries(Object.keys(typed).map((part) => [part, ''])));
      }
      await accessible(page);
      await answerPage(page, 'pointer', { number: '12', text: 'Et svar', in_group: 'svar' });
      await expect(page.locator('form .ds-validation-message')).toHaveCount(0);
      await next.click();
    }
    await expect(page).toHaveURL(/\/oppsummering$/);
  });
}

test('the server says the same of the same answers', async ({ page }) => {
  await signIn(page, PEOPLE.newHere, 'nb', `/skjema/${FORM}`);
  await expect(page).toHaveURL(new RegExp(`/${FORM}/ord$`));
  for (const [name, fields] of Object.entries(WRONG)) {
    await page.evaluate((to) => { history.pushState(null, '', to); dispatchEvent(new PopStateEvent('popstate')); }, `/skjema/${FORM}/${name}`);
    await expect(page.locator('main h1')).toHaveText(`Side ${name}`);
    for (const turn of [0, 1, 2, 3, 4, 5, 6]) {
      const wrong = Object.entries(fields).flatMap(([field, all]) => (all[turn] ? [{ field, typed: all[turn][0], code: all[turn][1] }] : []));
      if (wrong.length === 0) continue;
      for (const { field, typed } of wrong) await type(page, field, typed);
      // The draft is saved a moment after the last change.
      await expect(async () => {
        await page.clock.runFor(2000);
        const { status, issues } = await refused(page);
        expect(status).toBe(422);
        const said = wrong.map(({ field }) => `${field}: ${issues.filter((issue) => issue.field === field).map((issue) => issue.code)}`);
        for (const [place, { field, code }] of wrong.entries()) expect(said[place]).toMatch(new RegExp(`^${field}: .*\\b${code}\\b`));
      }).toPass({ timeout: 15_000 });
    }
  }
});

test('more choices than allowed are told when the group is left', async ({ page }) => {
  await signIn(page, PEOPLE.newHere, 'nb', `/skjema/${FORM}`);
  await expect(page.locator('main h1')).toHaveText('Side ord');
  await answerPage(page);
  await page.getByRole('button', { name: word('nb', 'forms.next') }).click();
  await expect(page.locator('main h1')).toHaveText('Side tall');
  await answerPage(page, 'pointer', { number: '12' });
  await page.getByRole('button', { name: word('nb', 'forms.next') }).click();
  await expect(page.locator('main h1')).toHaveText('Side valg');
  const group = page.locator('[id="felt-checkboxes"]');
  for (const box of await group.getByRole('checkbox').all()) await box.check();
  await page.locator('main h1').evaluate((heading: HTMLElement) => heading.focus());
  await expect(page.locator('[id="felt-checkboxes-error"]')).toHaveText(message('nb', 'too_many_choices', { max: '2' }));
  await group.getByRole('checkbox').first().uncheck();
  await expect(page.locator('[id="felt-checkboxes-error"]')).toHaveCount(0);
});

test('rows keep their numbers in order when one is deleted', async ({ page }) => {
  await signIn(page, PEOPLE.newHere, 'nb', `/skjema/${FORM}`);
  for (const name of ['ord', 'tall', 'valg', 'dager']) {
    await expect(page.locator('main h1')).toHaveText(`Side ${name}`);
    await answerPage(page, 'pointer', { number: '12' });
    await page.getByRole('button', { name: word('nb', 'forms.next') }).click();
  }
  await expect(page.locator('main h1')).toHaveText('Side papirer');
  const rows = page.locator('[id="felt-rows"]');
  for (const amount of ['1', '2', '3']) {
    await rows.getByRole('button', { name: word('nb', 'forms.row_add', { row: 'rad' }) }).click();
    await rows.getByRole('textbox').last().fill(amount);
  }
  await expect(rows.getByRole('button', { name: word('nb', 'forms.row_add', { row: 'rad' }) })).toHaveCount(0);
  await rows.getByRole('button', { name: word('nb', 'forms.row_delete', { row: 'rad 1' }) }).click();
  await expect(rows).toBeFocused();
  await expect(rows.locator('fieldset > legend')).toHaveText(['Rad 1', 'Rad 2']);
  await expect(rows.getByRole('textbox')).toHaveCount(2);
  expect(await rows.getByRole('textbox').evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value))).toEqual(['2', '3']);
  await expect(page.getByRole('status', { name: 'Svar sum' })).toHaveText('5');
});
