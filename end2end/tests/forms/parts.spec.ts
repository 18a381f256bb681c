// What few forms and few people need is in parts of the app that are fetched when they are needed. One that does not
// come is told, costs no answer, and is fetched again.
import { PEOPLE, accessible, expect, ready, signIn, test } from '../../support/test.ts';
import { fillToSummary } from '../../support/form.ts';
import { word } from '../../support/words.ts';

const SAVED = /^Lagret kl\./;

test('a form whose rarer inputs do not come says so before it asks anything, and tries again', async ({ page }) => {
  await page.clock.resume();
  await page.route('**/assets/rare-*.wasm', (route) => route.abort());
  await signIn(page, PEOPLE.newHere, 'nb', '/skjema/meld-feil/beskrivelse');
  await expect(page.getByRole('heading', { level: 1, name: word('nb', 'forms.loading_failed') })).toBeVisible();
  await accessible(page);
  await page.unroute('**/assets/rare-*.wasm');
  await page.getByRole('button', { name: word('nb', 'failure.again') }).click();
  await expect(page.locator('main form')).toBeVisible();
  await expect(page.getByText(word('nb', 'failure.title'))).toBeHidden();
});

test('without network the form goes on: its inputs, its rules and its summary are there', async ({ page, context }) => {
  await page.clock.resume();
  await signIn(page, PEOPLE.newHere, 'nb', '/skjema/meld-feil');
  await expect(page).toHaveURL(/\/skjema\/meld-feil\/\w+/);
  await expect(page.locator('main form')).toBeVisible();
  await context.setOffline(true);
  await fillToSummary(page, 'nb');
  await expect(page.getByRole('heading', { level: 1, name: word('nb', 'forms.summary_title') })).toBeVisible();
  await context.setOffline(false);
  await expect(page.locator('.save-status__line')).toHaveText(SAVED, { timeout: 15_000 });
});

test('where the part that compares two drafts does not come, the answers wait, and it is tried again', async ({ page, context }) => {
  await page.clock.resume();
  await signIn(page, PEOPLE.manyCases, 'nb', '/skjema/meld-feil');
  await expect(page).toHaveURL(/\/skjema\/meld-feil\/\w+/);
  await fillToSummary(page, 'nb');
  await expect(page.locator('.save-status__line')).toHaveText(SAVED);
  // Both tabs have the same draft before it becomes two.
  const other = await context.newPage();
  await other.route('**/assets/differing-*.wasm', (route) => route.abort());
  for (const tab of [other, page]) {
    await tab.goto('/skjema/meld-feil/beskrivelse');
    await ready(tab);
    await expect(tab.locator('main form textarea').first()).toBeVisible();
  }
  await page.locator('main form textarea').first().fill('Endret i den første fanen');
  await expect(page.locator('.save-status__line')).toHaveText(SAVED);
  await other.locator('main form textarea').first().fill('Endret i den andre fanen');
  // Kept here, said so, and tried again by itself.
  await expect(other.locator('.save-status__line')).toHaveText(word('nb', 'forms.not_sent_kept'));
  await expect(other.locator('.save-decision')).toBeEmpty();
  await expect(other.locator('main form textarea').first()).toHaveValue('Endret i den andre fanen');
  await other.unroute('**/assets/differing-*.wasm');
  const choice = other.locator('.save-decision fieldset');
  await expect(choice).toHaveCount(1, { timeout: 15_000 });
  await expect(choice).toContainText('Endret i den første fanen');
  await expect(choice).toContainText('Endret i den andre fanen');
});
