// A draft is kept as one goes, continues where it was left, and is never overwritten unseen.
import { PEOPLE, accessible, choose, expect, fits, open, ready, signIn, tabTo, test } from '../../support/test.ts';
import { answerPage, fillToSummary } from '../../support/form.ts';
import { word } from '../../support/words.ts';

const SAVED = /^Lagret kl\. \d\d\.\d\d/;

test('a draft left half-way is on Min side and goes on where it was', async ({ page }) => {
  await signIn(page, PEOPLE.newHere, 'nb', '/skjema/avfallsbeholder');
  await expect(page).toHaveURL(/\/skjema\/avfallsbeholder\/\w+/);
  await answerPage(page);
  await page.clock.resume();
  await expect(page.locator('.save-status__line')).toHaveText(SAVED);
  await page.getByRole('button', { name: word('nb', 'forms.next') }).click();
  await expect(page.locator('.save-status__line')).toHaveText(SAVED);
  const left = new URL(page.url()).pathname;
  await open(page, '/minside');
  await page.locator('main a[href="/skjema/avfallsbeholder"]').click();
  await expect(page).toHaveURL(new RegExp(`${left}$`));
});

test('an answer given while another is being saved waits its turn', async ({ page }) => {
  await page.clock.resume();
  await signIn(page, PEOPLE.newHere, 'nb', '/skjema/meld-feil');
  await expect(page).toHaveURL(/\/skjema\/meld-feil\/\w+/);
  let asked = 0;
  let underWay = 0;
  let most = 0;
  let release = () => {};
  const held = new Promise<void>((resolve) => { release = resolve; });
  await page.route('**/api/v1/forms/*/draft', async (route) => {
    if (route.request().method() !== 'PUT') return route.continue();
    asked += 1;
    most = Math.max(most, ++underWay);
    await held;
    const response = await route.fetch();
    underWay -= 1;
    await route.fulfill({ response });
  });
  const choices = page.locator('main form input[type=radio]');
  await choices.first().check();
  await expect.poll(() => asked).toBe(1);
  await choices.nth(1).check();
  // Longer than the pause after which an answer is saved.
  await page.clock.runFor(3000);
  release();
  await expect(page.locator('.save-status__line')).toHaveText(SAVED);
  expect(most).toBe(1);
  await expect.poll(() => asked).toBe(2);
  await page.reload();
  await expect(choices.nth(1)).toBeChecked();
});

test('the language changes on a page of a form, and the answers stay', async ({ page }) => {
  await signIn(page, PEOPLE.manyCases, 'nb', '/skjema/meld-feil');
  await expect(page).toHaveURL(/\/skjema\/meld-feil\/\w+/);
  await answerPage(page);
  const chosen = await page.locator('main form input:checked').first().getAttribute('id');
  const before = page.url();
  const heading = await page.locator('h1').innerText();
  await choose(page, 'nn');
  await choose(page, 'en');
  await expect(page.locator('h1')).not.toHaveText(heading);
  await expect(page.locator(`[id="${chosen}"]`)).toBeChecked();
  expect(page.url()).toBe(before);
});

test('two tabs: a conflict is shown, nothing is overwritten, and one case comes of it', async ({ page, context }) => {
  await page.clock.resume();
  await signIn(page, PEOPLE.noAddress, 'nb', '/skjema/meld-feil');
  await expect(page).toHaveURL(/\/skjema\/meld-feil\/\w+/);
  await fillToSummary(page, 'nb');
  await expect(page.locator('.save-status__line')).toHaveText(SAVED);
  const other = await context.newPage();
  await other.goto('/skjema/meld-feil/oppsummering');
  await ready(other);
  await expect(other.getByRole('heading', { level: 1, name: word('nb', 'forms.summary_title') })).toBeVisible();

  // Changed here, then there: there it is told.
  await page.locator('main a[href*="/beskrivelse?"]').first().click();
  await changeSomeText(page, 'Endret i den første fanen');
  await expect(page.locator('.save-status__line')).toHaveText(SAVED);
  await other.locator('main a[href*="/beskrivelse?"]').first().click();
  await changeSomeText(other, 'Endret i den andre fanen');
  await expect(other.getByText(word('nb', 'forms.conflict_heading'))).toBeVisible();
  // The one question that both changed, with both answers; what is typed meanwhile is the answer here.
  await changeSomeText(other, 'Endret en gang til i den andre fanen');
  const choice = other.locator('.save-decision fieldset');
  await expect(choice).toHaveCount(1);
  await expect(choice).toContainText('Endret i den første fanen');
  await expect(choice).toContainText('Endret en gang til i den andre fanen');
  await accessible(other);
  await other.setViewportSize({ width: 320, height: 640 });
  await fits(other);
  for (const language of ['nn', 'en', 'nb'] as const) {
    await choose(other, language);
    await expect(other.getByText(word(language, 'forms.conflict_heading'))).toBeVisible();
    await expect(choice.getByLabel(word(language, 'forms.conflict_theirs'))).toBeVisible();
  }
  // By keyboard, and not without a choice.
  const use = other.getByRole('button', { name: word('nb', 'forms.conflict_use') });
  await tabTo(other, use);
  await other.keyboard.press('Enter');
  const mine = choice.getByLabel(word('nb', 'forms.conflict_mine'));
  await expect(mine).toBeFocused();
  await expect(choice).toContainText(word('nb', 'forms.conflict_choose', { label: (await choice.locator('legend').innerText()).trim() }));
  await accessible(other);
  await other.keyboard.press('ArrowDown');
  await expect(choice.getByLabel(word('nb', 'forms.conflict_theirs'))).toBeChecked();
  await tabTo(other, use);
  await other.keyboard.press('Enter');
  await expect(other.getByText(word('nb', 'forms.conflict_heading'))).toBeHidden();
  await expect(other.locator('main h1')).toBeFocused();
  await expect(other.locator('main form textarea').first()).toHaveValue('Endret i den første fanen');
  await expect(other.locator('.save-status__line')).toHaveText(SAVED);

  // Both send: one case.
  for (const tab of [page, other]) {
    await tab.goto('/skjema/meld-feil/oppsummering');
    await expect(tab.getByRole('button', { name: word('nb', 'forms.submit') })).toBeVisible();
  }
  await Promise.all([page, other].map((tab) => tab.getByRole('button', { name: word('nb', 'forms.submit') }).click()));
  for (const tab of [page, other]) await expect(tab.getByRole('heading', { level: 1, name: word('nb', 'forms.receipt_title') })).toBeVisible();
  expect(new URL(page.url()).pathname).toBe(new URL(other.url()).pathname);
  await open(page, '/minside');
  await expect(page.locator('main a[href^="/minside/saker/"]')).toHaveCount(1);
});

test('two tabs change different answers: both stand, and it is said', async ({ page, context }) => {
  await page.clock.resume();
  await signIn(page, PEOPLE.someCases, 'nb', '/skjema/meld-feil');
  await expect(page).toHaveURL(/\/skjema\/meld-feil\/\w+/);
  await fillToSummary(page, 'nb');
  await expect(page.locator('.save-status__line')).toHaveText(SAVED);
  const other = await context.newPage();
  await other.goto('/skjema/meld-feil/oppsummering');
  await ready(other);
  await page.locator('main a[href*="/beskrivelse?"]').first().click();
  await changeSomeText(page, 'Endret i den første fanen');
  await expect(page.locator('.save-status__line')).toHaveText(SAVED);

  await other.locator('main a[href*="/fare?"]').first().click();
  await other.locator('main form input[type=radio]').nth(1).check();
  await expect(other.locator('.save-status__line')).toHaveText(SAVED);
  const told = other.locator('.save-decision');
  await expect(told).toContainText(word('nb', 'forms.merged_heading'));
  await expect(told.getByRole('listitem')).toHaveCount(1);
  await accessible(other);
  await expect(other.locator('main form input[type=radio]').nth(1)).toBeChecked();
  await other.getByRole('button', { name: word('nb', 'forms.merged_hide') }).click();
  await expect(told).toBeEmpty();
  await other.reload();
  await other.goto('/skjema/meld-feil/beskrivelse');
  await expect(other.locator('main form textarea').first()).toHaveValue('Endret i den første fanen');
  await other.goto('/skjema/meld-feil/fare');
  await expect(other.locator('main form input[type=radio]').nth(1)).toBeChecked();
});

async function changeSomeText(page: import('@playwright/test').Page, text: string): Promise<void> {
  const field = page.locator('main form textarea').first();
  await expect(field).toBeVisible();
  await field.fill(text);
}
