// Fills in any form: finds the questions on the page and gives each an answer of its kind.
import { type Locator, type Page, expect } from '@playwright/test';
import { type Language, word } from './words.ts';

/** Goes from question to question: with the mouse, or by Tab and Space alone. */
export type Hand = 'pointer' | 'keyboard';

/** Answers every question on the page that has no answer yet; returns the ids of the fields. */
export async function answerPage(page: Page, hand: Hand = 'pointer'): Promise<void> {
  // An answer may open new questions, so the page is looked at until nothing is open any more.
  for (let round = 0; round < 6; round++) {
    const open = await openQuestions(page);
    if (open.length === 0) return;
    for (const question of open) await answer(page, question, hand);
  }
  throw new Error('the page never ran out of questions');
}

interface Question { id: string; kind: 'text' | 'choice' | 'select'; value: string }

async function openQuestions(page: Page): Promise<Question[]> {
  return page.evaluate(() => {
    const found: { id: string; kind: 'text' | 'choice' | 'select'; value: string }[] = [];
    const groups = new Set<string>();
    const form = document.querySelector('main form');
    for (const field of form?.querySelectorAll<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>('input, textarea, select') ?? []) {
      if (field instanceof HTMLSelectElement) {
        if (!field.value) found.push({ id: field.id, kind: 'select', value: '' });
      } else if (field.type === 'radio' || field.type === 'checkbox') {
        const group = field.name || field.id;
        const members = [...(form?.querySelectorAll<HTMLInputElement>('input') ?? [])].filter((other) => (other.name || other.id) === group);
        if (!groups.has(group) && !members.some((other) => other.checked)) found.push({ id: field.id, kind: 'choice', value: '' });
        groups.add(group);
      } else if (field.type === 'file') {
        // Files are for the tests that are about them.
      } else if (!field.value) {
        const id = field.id;
        let value = 'Et svar';
        if (id.endsWith('-day')) value = '20';
        else if (id.endsWith('-month')) value = '11';
        else if (id.endsWith('-year')) value = '2026';
        else if (id.endsWith('-postal_code')) value = '3015';
        else if (id.endsWith('-city')) value = 'Drammen';
        else if (id.endsWith('-street')) value = 'Engene 1';
        else if (field instanceof HTMLInputElement && field.type === 'email') value = 'kari@example.com';
        else if (field instanceof HTMLInputElement && field.type === 'tel') value = '22334455';
        else if (field.inputMode === 'numeric' || field.inputMode === 'decimal') value = '2';
        found.push({ id, kind: 'text', value });
      }
    }
    return found;
  });
}

async function answer(page: Page, question: Question, hand: Hand): Promise<void> {
  const field = page.locator(`[id="${question.id}"]`);
  if (!(await field.isVisible())) return;
  if (hand === 'pointer') {
    if (question.kind === 'choice') await field.check();
    else if (question.kind === 'select') await field.selectOption({ index: 1 });
    else await field.fill(question.value);
    return;
  }
  await tab(page, field);
  if (question.kind === 'choice') {
    await page.keyboard.press('Space');
    await expect(field).toBeChecked();
  } else if (question.kind === 'select') {
    await page.keyboard.press('ArrowDown');
  } else {
    await page.keyboard.type(question.value);
  }
}

async function tab(page: Page, target: Locator): Promise<void> {
  for (const key of ['Tab', 'Shift+Tab']) {
    for (let presses = 0; presses < 40; presses++) {
      if (await target.evaluate((element) => element === document.activeElement)) return;
      await page.keyboard.press(key);
    }
  }
  throw new Error('not reached by Tab');
}

/** Answers page after page until the summary; `before` is called on each page once it is answered. */
export async function fillToSummary(page: Page, language: Language, hand: Hand = 'pointer', before: (page: Page) => Promise<void> = async () => {}): Promise<number> {
  const next = page.getByRole('button', { name: word(language, 'forms.next') });
  const summary = page.getByRole('heading', { level: 1, name: word(language, 'forms.summary_title') });
  for (let pages = 1; pages < 20; pages++) {
    await expect(page.locator('main h1')).toBeVisible();
    await answerPage(page, hand);
    await before(page);
    const here = new URL(page.url()).pathname;
    if (hand === 'keyboard') {
      await tab(page, next);
      await page.keyboard.press('Enter');
    } else {
      await next.click();
    }
    await expect(async () => expect(new URL(page.url()).pathname).not.toBe(here)).toPass();
    await expect(summary.or(next)).toBeVisible();
    if (await summary.isVisible()) return pages;
  }
  throw new Error('no summary');
}
