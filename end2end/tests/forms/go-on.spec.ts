// A form that needs no login: begun on one device, gone on with on another by its code, and sent.
import { type Browser, type Page } from '@playwright/test';
import { PEOPLE, accessible, choose, expect, fits, open, ready, signIn, test } from '../../support/test.ts';
import { answerPage, fillToSummary } from '../../support/form.ts';
import { LANGUAGES, word } from '../../support/words.ts';

const FORM = '/skjema/meld-feil';
// No other test of the same server begins this one as the same person.
const OTHER_FORM = '/skjema/innsyn';
const SAVED = /^Lagret kl\. \d\d\.\d\d/;
const CODE = /^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/;

/** Opens what the code is under, and reads it. */
async function codeOf(page: Page): Promise<string> {
  await page.getByText(word('nb', 'forms.code_heading')).click();
  const code = page.locator('.draft-code');
  await expect(code).toHaveText(CODE);
  return code.innerText();
}

async function enter(page: Page, code: string): Promise<void> {
  await page.getByLabel(word('nb', 'forms.go_on_field'), { exact: true }).fill(code);
  await page.getByRole('button', { name: word('nb', 'forms.go_on'), exact: true }).click();
}

/** Another device: nothing is shared with the first. */
async function elsewhere(browser: Browser, url: string): Promise<Page> {
  const context = await browser.newContext({ baseURL: url, locale: 'nb-NO', viewport: { width: 320, height: 640 } });
  return context.newPage();
}

test('begun here, gone on with there by the code, and sent without logging in', async ({ page, browser, server }) => {
  await page.clock.resume();
  await open(page, FORM);
  await expect(page.getByText(word('nb', 'forms.open_lead'))).toBeVisible();
  await expect(page.locator('.draft-code')).toHaveCount(0);
  await answerPage(page);
  await expect(page.locator('.save-status__line')).toHaveText(SAVED);
  await page.getByRole('button', { name: word('nb', 'forms.next') }).click();
  await expect(page).toHaveURL(/\/skjema\/meld-feil\/(?!hva)\w+/);
  const left = new URL(page.url()).pathname;
  await page.reload();
  await ready(page);
  expect(new URL(page.url()).pathname, 'a reload goes on').toBe(left);
  const code = await codeOf(page);
  await accessible(page);
  const stored = await page.evaluate(() => JSON.stringify([localStorage, sessionStorage, document.cookie]));
  for (const form of [code, code.replaceAll('-', '')]) expect(stored).not.toContain(form);

  const other = await elsewhere(browser, server.url);
  await open(other, '/fortsett');
  await enter(other, code.toLowerCase().replaceAll('-', ' '));
  await expect(other).toHaveURL(/\/skjema\/meld-feil\/\w+/);
  await fits(other);
  await fillToSummary(other, 'nb');
  await accessible(other);
  await other.getByRole('button', { name: word('nb', 'forms.submit') }).click();
  await expect(other.getByRole('heading', { level: 1, name: word('nb', 'forms.receipt_title') })).toBeVisible();
  const reference = new URL(other.url()).pathname.split('/').pop()!;
  await expect(other.getByText(reference)).toBeVisible();
  await expect(other.getByText(word('nb', 'forms.receipt_keep'))).toBeVisible();
  await expect(other.locator('main a[href^="/minside"]')).toHaveCount(0);
  await accessible(other);
  await fits(other);
  await other.reload();
  await expect(other.getByText(reference)).toBeVisible();

  // What has been sent is not gone on with.
  await open(other, '/fortsett');
  await enter(other, code);
  const field = other.getByLabel(word('nb', 'forms.go_on_field'), { exact: true });
  await expect(field).toBeFocused();
  await expect(other.locator('main')).toContainText(word('nb', 'failure.code_unknown'));
  await accessible(other);
  await other.context().close();
});

test('a wrong code is told at the field, in each language', async ({ page }) => {
  await open(page, '/fortsett');
  for (const language of LANGUAGES) {
    await choose(page, language);
    await expect(page.getByRole('heading', { level: 1, name: word(language, 'forms.go_on_title') })).toBeVisible();
    await page.getByRole('button', { name: word(language, 'forms.go_on'), exact: true }).click();
    const field = page.getByLabel(word(language, 'forms.go_on_field'), { exact: true });
    await expect(field).toBeFocused();
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    await expect(page.locator('main')).toContainText(word(language, 'forms.go_on_empty'));
    await accessible(page);
  }
});

test('who leaves a computer that others use leaves nothing behind', async ({ page, context }) => {
  await page.clock.resume();
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page, FORM);
  await expect(page.getByText(word('nb', 'forms.open_lead'))).toBeVisible();
  await answerPage(page);
  await expect(page.locator('.save-status__line')).toHaveText(SAVED);
  const code = await codeOf(page);
  await page.getByRole('button', { name: word('nb', 'forms.code_copy') }).click();
  await expect(page.locator('.draft-code__told')).toHaveText(word('nb', 'forms.code_copied'));
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(code);
  await page.getByRole('button', { name: word('nb', 'forms.leave') }).click();
  await expect(page).toHaveURL(/\/$/);
  await open(page, FORM);
  await expect(page.locator('main form input[type=radio]').first()).toBeVisible();
  await expect(page.locator('main form input[type=radio]:checked')).toHaveCount(0);
  await open(page, '/fortsett');
  await enter(page, code);
  await expect(page.locator('main form input[type=radio]:checked').first()).toBeVisible();
});

test('who logs in starts with what the registers know, and takes the draft over by its code', async ({ page }) => {
  await page.clock.resume();
  await open(page, OTHER_FORM);
  await expect(page.getByText(word('nb', 'forms.open_lead'))).toBeVisible();
  await answerPage(page);
  await expect(page.locator('.save-status__line')).toHaveText(SAVED);
  const code = await codeOf(page);
  await page.getByRole('link', { name: word('nb', 'forms.open_sign_in') }).click();
  await page.locator('li').filter({ hasText: word('nb', `session.story_${PEOPLE.newHere}`) }).getByRole('button').click();
  await expect(page).toHaveURL(/\/skjema\/innsyn\/hva/);
  await expect(page.locator('main form input[type=radio]').first()).toBeVisible();
  await expect(page.locator('main form input[type=radio]:checked')).toHaveCount(0);
  await expect(page.getByText(word('nb', 'forms.open_lead'))).toHaveCount(0);
  await page.goto('/fortsett');
  await ready(page);
  await enter(page, code);
  await expect(page.locator('main form input[type=radio]:checked').first()).toBeVisible();
  await open(page, '/minside');
  await expect(page.locator(`main a[href="${OTHER_FORM}"]`)).toBeVisible();
});

test('the water meter asks for the code in the letter only where we do not know who it is', async ({ page }) => {
  await open(page, '/skjema/vannmaleravlesning');
  await expect(page.locator('#felt-letter_code')).toBeVisible();
  await signIn(page, PEOPLE.someCases, 'nb', '/skjema/vannmaleravlesning');
  await expect(page.locator('#felt-meter_number')).toBeVisible();
  await expect(page.locator('#felt-letter_code')).toHaveCount(0);
});
