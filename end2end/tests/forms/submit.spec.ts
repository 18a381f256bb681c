// Sending: once, however often it is pressed, and through a server that goes away.
import { PEOPLE, accessible, expect, open, signIn, test as base } from '../../support/test.ts';
import { Server } from '../../support/server.ts';
import { answerPage, fieldsOf, fillToSummary } from '../../support/form.ts';
import { word } from '../../support/words.ts';

// A server of its own for each test: these tests count cases and kill processes.
const test = base.extend<{ own: Server }>({
  own: async ({}, use) => {
    const server = await Server.start();
    await use(server);
    await server.stop();
  },
  baseURL: async ({ own }, use) => use(own.url),
  foreignRequests: [async ({}, use) => use(), { auto: true }],
});

test('a double click sends once', async ({ page }) => {
  await signIn(page, PEOPLE.newHere, 'nb', '/skjema/meld-feil');
  await expect(page).toHaveURL(/\/skjema\/meld-feil\/\w+/);
  await fillToSummary(page, 'nb');
  await page.getByRole('button', { name: word('nb', 'forms.submit') }).dblclick();
  await expect(page.getByRole('heading', { level: 1, name: word('nb', 'forms.receipt_title') })).toBeVisible();
  await open(page, '/minside');
  await expect(page.locator('main a[href^="/minside/saker/"]')).toHaveCount(1);
});

test('an answer that got lost on the way is asked for again: one case', async ({ page }) => {
  await signIn(page, PEOPLE.newHere, 'nb', '/skjema/meld-feil');
  await expect(page).toHaveURL(/\/skjema\/meld-feil\/\w+/);
  await fillToSummary(page, 'nb');
  let lost = 0;
  await page.route('**/submissions', async (route) => {
    if (lost++ > 0) return route.continue();
    // The server has received it; the browser never hears.
    await route.fetch();
    await route.abort('connectionreset');
  });
  const submit = page.getByRole('button', { name: word('nb', 'forms.submit') });
  await submit.click();
  await expect(page.getByText(word('nb', 'forms.submit_failed'))).toBeVisible();
  await accessible(page);
  await submit.click();
  await expect(page.getByRole('heading', { level: 1, name: word('nb', 'forms.receipt_title') })).toBeVisible();
  await open(page, '/minside');
  await expect(page.locator('main a[href^="/minside/saker/"]')).toHaveCount(1);
});

test('the server goes away while a form is filled in, and nothing is lost', async ({ page, own }) => {
  test.setTimeout(120_000);
  await page.clock.resume();
  await signIn(page, PEOPLE.newHere, 'nb', '/skjema/meld-feil');
  await expect(page).toHaveURL(/\/skjema\/meld-feil\/\w+/);
  await fieldsOf(page);
  await own.down();
  await answerPage(page);
  await expect(page.locator('.save-status__line')).toHaveText(word('nb', 'forms.not_sent_kept'));
  await accessible(page);
  // Filling goes on, to the end.
  await fillToSummary(page, 'nb');
  const submit = page.getByRole('button', { name: word('nb', 'forms.submit') });
  await submit.click();
  await expect(page.getByText(word('nb', 'forms.submit_failed'))).toBeVisible();
  await own.up();
  await expect(page.locator('.save-status__line')).toHaveText(/^Lagret kl\./, { timeout: 30_000 });
  await submit.click();
  await expect(page.getByRole('heading', { level: 1, name: word('nb', 'forms.receipt_title') })).toBeVisible();
});
