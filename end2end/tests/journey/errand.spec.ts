// The errand the product exists for: from the front page to the receipt and Min side, by keyboard alone, at 320 px.
import { PEOPLE, accessible, choose, expect, fits, open, tabTo, test as base } from '../../support/test.ts';
import { Server } from '../../support/server.ts';
import { fillToSummary } from '../../support/form.ts';
import { LANGUAGES, word } from '../../support/words.ts';

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

test.use({ viewport: { width: 320, height: 640 } });

const SEARCH = { nb: 'hull i veien', nn: 'hol i vegen', en: 'hole in the road' };

for (const language of LANGUAGES) {
  test(`from search to receipt in ${language}, by keyboard`, async ({ page }) => {
    test.setTimeout(120_000);
    await open(page, '/');
    await choose(page, language);
    await fits(page);

    await tabTo(page, page.getByRole('searchbox'));
    await page.keyboard.type(SEARCH[language]);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: word(language, 'services.title') })).toBeVisible();
    const hit = page.locator('main a[href="/tjenester/meld-feil-vei-lys-vann"]').first();
    await tabTo(page, hit);
    await page.keyboard.press('Enter');

    const start = page.getByRole('link', { name: word(language, 'services.start_form') }).first();
    await expect(start).toBeVisible();
    await fits(page);
    await tabTo(page, start);
    await page.keyboard.press('Enter');

    // The form needs no login; who logs in all the same comes back to it.
    const signIn = page.getByRole('link', { name: word(language, 'forms.open_sign_in') });
    await expect(signIn).toBeVisible();
    await tabTo(page, signIn);
    await page.keyboard.press('Enter');
    const person = page.locator('li').filter({ hasText: word(language, `session.story_${PEOPLE.newHere}`) }).getByRole('button');
    await expect(person).toBeVisible();
    await tabTo(page, person);
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/\/skjema\/meld-feil\//);

    await fillToSummary(page, language, 'keyboard', async () => {
      await fits(page);
      await accessible(page);
    });
    await fits(page);
    await accessible(page);
    const submit = page.getByRole('button', { name: word(language, 'forms.submit') });
    await tabTo(page, submit);
    await page.keyboard.press('Enter');

    await expect(page.getByRole('heading', { level: 1, name: word(language, 'forms.receipt_title') })).toBeFocused();
    await expect(page.getByText(word(language, 'forms.receipt_answer_by'))).toBeVisible();
    const reference = await page.getByText(/^[A-Z]{3}-[A-Z0-9]{4}-[A-Z0-9]{4}$/).first().innerText();
    await fits(page);
    await accessible(page);

    const follow = page.getByRole('link', { name: word(language, 'forms.receipt_case') });
    await tabTo(page, follow);
    await page.keyboard.press('Enter');
    // The receipt says the same: only the case has a way back to Min side.
    await expect(page.locator('main').getByRole('navigation')).toBeVisible();
    await expect(page.locator('main h1')).toBeVisible();
    await expect(page.getByText(reference)).toBeVisible();
    await expect(page.getByText(word(language, 'minside.answer_due'))).toBeVisible();
    await accessible(page);

    await open(page, '/minside');
    await expect(page.getByText(reference)).toBeVisible();
    await expect(page.getByText(word(language, 'minside.drafts_empty'))).toBeVisible();
  });
}
