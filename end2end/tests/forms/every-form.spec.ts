// Each form of the pack, from its first page to the case, by keyboard, with each page accessible.
import type { Page } from '@playwright/test';
import { readdirSync } from 'node:fs';
import { PEOPLE, accessible, choose, expect, fits, open, signIn, tabTo, test } from '../../support/test.ts';
import { type Wanted, fillToSummary } from '../../support/form.ts';
import { type Language, LANGUAGES, word } from '../../support/words.ts';

/** What a form's own rules ask for, and the kind of its questions does not tell. */
const WANTED: Record<string, Wanted> = {
  'leie-lokale': { to_time: '14:00', weekly_to: '14:00', 'responsible_born-year': '1980' },
  'redusert-foreldrebetaling': { household: 'together' },
  skjenkebevilling: { ends_at: '23:00', serves_to: '22:00', deputy_name: 'Ola Hansen', 'manager_born-year': '1980', 'deputy_born-year': '1980' },
  startlan: { adult_share: '50', price: '3000000' },
};

const forms = readdirSync(`${process.env.SERVICETORG_CONTENT_DIR}/forms`).sort();

for (const [index, form] of forms.entries()) {
  // Every form has every language in the pack; that each can be filled in is shown in one of them.
  const language = LANGUAGES[index % LANGUAGES.length] ?? 'nb';
  test(`${form} is filled in by keyboard, in ${language}, and sent`, async ({ page }) => {
    test.setTimeout(180_000);
    await open(page, '/');
    await page.getByRole('button', { name: { nb: 'Bokmål', nn: 'Nynorsk', en: 'English' }[language], exact: true }).click();
    await signIn(page, PEOPLE.newHere, language, `/skjema/${form}`);
    await expect(page).toHaveURL(new RegExp(`/skjema/${form}/\\w+`));
    await fillToSummary(page, language, 'keyboard', async () => {
      await fits(page);
      await accessible(page);
      await inEveryLanguage(page, language);
    }, WANTED[form]);
    await accessible(page);
    await inEveryLanguage(page, language);
    const shown = await rows(page);
    expect(shown.length).toBeGreaterThan(3);
    const submit = page.getByRole('button', { name: word(language, 'forms.submit') });
    await tabTo(page, submit, 200);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: word(language, 'forms.receipt_title') })).toBeFocused();
    await page.getByRole('link', { name: word(language, 'forms.receipt_case') }).click();
    // The receipt says the same: only the case has a way back to Min side.
    await expect(page.locator('main').getByRole('navigation')).toBeVisible();
    await expect(page.getByText(word(language, 'minside.answer_due'))).toBeVisible();
    // What was sent is what was shown.
    await expect(async () => {
      const sent = await rows(page);
      expect(sent.filter((row) => shown.includes(row))).toEqual(shown);
    }).toPass({ timeout: 10_000 });
    await accessible(page);
  });
}

/** The page fits a window of 320 px in each language, and the answers stay; ends in the language it began in. */
async function inEveryLanguage(page: Page, language: Language): Promise<void> {
  const window = page.viewportSize() ?? { width: 375, height: 812 };
  await page.setViewportSize({ width: 320, height: 640 });
  const answers = () => page.locator('main form :is(input, textarea, select)').evaluateAll((all) => all.map((field) => {
    const input = field as HTMLInputElement;
    return `${input.id} ${input.type === 'radio' || input.type === 'checkbox' ? input.checked : input.type === 'select-one' || input.role === 'combobox' ? '' : input.value}`;
  }));
  const before = await answers();
  for (const other of [...LANGUAGES.filter((one) => one !== language), language]) {
    await choose(page, other);
    // The whole name: one language's word for it begins another's, whose page would do.
    const onwards = word(other, page.url().endsWith('/oppsummering') ? 'forms.submit' : 'forms.next');
    await expect(page.getByRole('button', { name: onwards, exact: true })).toBeVisible();
    await fits(page);
    await expect.poll(answers).toEqual(before);
  }
  await page.setViewportSize(window);
}

/** Questions and answers, as they are to be read; without the ways to change them. */
async function rows(page: Page): Promise<string[]> {
  return page.locator('main dl > div').evaluateAll((all) => all.map((row) => {
    const [question, answer] = [row.querySelector('dt'), row.querySelector('dd')];
    return `${question?.innerText}: ${answer?.innerText}`;
  }));
}
