// Answers that the server does not have yet are kept on the device, sealed, and never on one that others use.
import { PEOPLE, accessible, expect, ready, signIn, test } from '../../support/test.ts';
import { sealed } from '../../support/device.ts';
import { word } from '../../support/words.ts';
import type { Page } from '@playwright/test';

const FORM = '/skjema/meld-feil';
const SAVED = /^Lagret kl\. \d\d\.\d\d/;

async function begin(page: Page, story: string): Promise<void> {
  await page.clock.resume();
  await signIn(page, story, 'nb', FORM);
  await expect(page).toHaveURL(/\/skjema\/meld-feil\/\w+/);
}

/** From now on the server hears of no draft. */
async function mute(page: Page): Promise<void> {
  await page.route('**/draft', (route) => (route.request().method() === 'PUT' ? route.abort() : route.continue()));
}

async function choose(page: Page, index: number): Promise<void> {
  await page.locator('main form .ds-field label').nth(index).click();
}

const line = (page: Page) => page.locator('.save-status__line');

test('what the server does not have is there after the page was closed, and is saved later', async ({ page }) => {
  await begin(page, PEOPLE.newHere);
  await mute(page);
  await choose(page, 1);
  await expect(line(page)).toHaveText(word('nb', 'forms.not_sent_kept'));
  const records = await sealed(page);
  expect(records).toHaveLength(1);
  expect(records[0]).not.toMatch(/meld-feil|answers|version|page/);

  await page.reload();
  await ready(page);
  await expect(page.locator('main form input').nth(1)).toBeChecked();
  await expect(line(page)).toHaveText(word('nb', 'forms.not_sent_kept'));
  await page.unroute('**/draft');
  await expect(line(page)).toHaveText(SAVED, { timeout: 20_000 });
  await expect(async () => expect(await sealed(page)).toEqual([])).toPass();
});

test('without network the line says where the answers are', async ({ page, context }) => {
  await begin(page, PEOPLE.someCases);
  await context.setOffline(true);
  await choose(page, 2);
  await expect(line(page)).toHaveText(word('nb', 'forms.offline_kept'));
  await accessible(page);
  await context.setOffline(false);
  await expect(line(page)).toHaveText(SAVED, { timeout: 20_000 });
});

test('on a device that others use, nothing is kept', async ({ page }) => {
  await page.clock.resume();
  await page.goto(`/logg-inn?til=${FORM}`);
  await ready(page);
  await page.getByRole('checkbox', { name: word('nb', 'session.shared_device') }).check();
  await page.locator('.test-login__people button').nth(3).click();
  await expect(page).toHaveURL(/\/skjema\/meld-feil\/\w+/);
  await mute(page);
  await choose(page, 1);
  await expect(line(page)).toHaveText(word('nb', 'forms.not_saved'));
  expect(await sealed(page)).toEqual([]);
});

test('answers from here and from another device meet: nothing is overwritten', async ({ page, browser, baseURL }) => {
  await begin(page, PEOPLE.manyCases);
  await choose(page, 0);
  await expect(line(page)).toHaveText(SAVED);
  await mute(page);
  await choose(page, 1);
  await expect(line(page)).toHaveText(word('nb', 'forms.not_sent_kept'));

  const elsewhere = await (await browser.newContext({ baseURL })).newPage();
  await elsewhere.goto(`/logg-inn?til=${FORM}`);
  await ready(elsewhere);
  await elsewhere.locator('.test-login__people button').nth(2).click();
  await expect(elsewhere).toHaveURL(/\/skjema\/meld-feil\/\w+/);
  await choose(elsewhere, 2);
  await expect(line(elsewhere)).toHaveText(/Lagret kl/);
  await elsewhere.context().close();

  await page.reload();
  await ready(page);
  await expect(page.getByText(word('nb', 'forms.conflict_heading'))).toBeVisible();
  await expect(page.locator('main form input').nth(1)).toBeChecked();
  await accessible(page);
});
