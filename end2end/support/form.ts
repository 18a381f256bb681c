// Fills in any form: finds the questions on the page and gives each an answer of its kind.
import { type Locator, type Page, expect } from '@playwright/test';
import { TODAY } from './server.ts';
import { type Language, word } from './words.ts';

/** Goes from question to question: with the mouse, or by Tab and Space alone. */
export type Hand = 'pointer' | 'keyboard';

/** A field as the definition has it; only what an answer follows from. */
interface Field {
  id: string;
  type: string;
  need?: string;
  mode?: string;
  min?: string | number;
  max?: string | number;
  max_rows?: number;
  ways?: string[];
  earliest_days?: number;
  latest_days?: number;
  earliest_months?: number;
  latest_months?: number;
  earliest_years?: number;
  latest_years?: number;
  fields?: Field[];
}

/** Answers that a test wants, by the id of the field. */
export type Wanted = Record<string, string>;

const SYNTHETIC_NUMBER = '13097248022';

const known = new Map<string, Map<string, Field>>();

/** Fields by id, with those of groups and rows. Fetched once: a test may stop the server later. */
export async function fieldsOf(page: Page): Promise<Map<string, Field>> {
  const form = new URL(page.url()).pathname.split('/')[2] ?? '';
  const before = known.get(form);
  if (before) return before;
  const { definition } = await (await page.request.get(`/api/v1/forms/${form}?lang=nb`)).json();
  const fields = new Map<string, Field>();
  const take = (all: Field[]) => {
    for (const field of all) {
      fields.set(field.id, field);
      take(field.fields ?? []);
    }
  };
  for (const one of definition.pages) take(one.fields);
  known.set(form, fields);
  return fields;
}

/** Answers every question on the page that has no answer yet. */
export async function answerPage(page: Page, hand: Hand = 'pointer', wanted: Wanted = {}): Promise<void> {
  const fields = await fieldsOf(page);
  const done = new Set<string>();
  // An answer may open new questions, so the page is looked at until nothing is open any more.
  for (let round = 0; round < 60; round++) {
    const question = (await openQuestions(page)).find((open) => !done.has(open.id));
    if (!question) return;
    done.add(question.id);
    await answer(page, question, fields, hand, wanted);
  }
  throw new Error('the page never ran out of questions');
}

interface Question {
  /** The id of the element that takes the answer. */
  id: string;
  kind: 'text' | 'choice' | 'select' | 'combobox' | 'rows' | 'file';
  /** The field and, after it, row and part. */
  path: string;
  /** The values of a choice, with the elements that choose them. */
  options: { id: string; value: string }[];
}

/** What has no answer, from top to bottom: questions, and groups that could have one more row. */
async function openQuestions(page: Page): Promise<Question[]> {
  return page.evaluate(() => {
    const found: Question[] = [];
    const groups = new Set<string>();
    const pathOf = (id: string) => id.replace(/^felt-/, '');
    for (const field of document.querySelectorAll<HTMLElement>('main form :is(input, textarea, select, button)')) {
      if (!field.checkVisibility()) continue;
      if (field instanceof HTMLButtonElement) {
        // The way to one more row stands after the rows, beside them.
        if (!field.matches('.field-group > button[data-variant=secondary]')) continue;
        const rows = pathOf(field.closest('fieldset')?.id ?? '');
        const rowsNow = field.parentElement?.querySelectorAll(':scope > .row-groups > .row-block > fieldset').length ?? 0;
        found.push({ id: `${rows}+${rowsNow}`, kind: 'rows', path: rows, options: [] });
      } else if (field instanceof HTMLSelectElement) {
        const options = [...field.options].map((option) => ({ id: field.id, value: option.value })).filter((option) => option.value);
        if (!field.value) found.push({ id: field.id, kind: 'select', path: pathOf(field.id), options });
      } else if (field instanceof HTMLInputElement && (field.type === 'radio' || field.type === 'checkbox')) {
        const group = field.name || field.id;
        const members = [...document.querySelectorAll<HTMLInputElement>('main form input')].filter((other) => (other.name || other.id) === group);
        const options = members.map((member) => ({ id: member.id, value: member.value }));
        if (!groups.has(group) && !members.some((other) => other.checked)) found.push({ id: field.id, kind: 'choice', path: pathOf(group), options });
        groups.add(group);
      } else if (field instanceof HTMLInputElement && field.type === 'file') {
        found.push({ id: field.id, kind: 'file', path: pathOf(field.id), options: [] });
      } else if (!(field as HTMLInputElement).value) {
        const kind = field.getAttribute('role') === 'combobox' ? 'combobox' : 'text';
        found.push({ id: field.id, kind, path: pathOf(field.id), options: [] });
      }
    }
    return found;
  });
}

/** The day so many days after the tests' day, as day, month and year. */
function day(after: number): [string, string, string] {
  const date = new Date(Date.parse(TODAY) + after * 86_400_000);
  return [String(date.getUTCDate()), String(date.getUTCMonth() + 1), String(date.getUTCFullYear())];
}

/** A day within the limits: a month ahead where that may be, a grown-up's birthday where nothing is said. */
function dayWithin({ mode, earliest_days: earliest, latest_days: latest }: Field): [string, string, string] {
  if (earliest === undefined && latest === undefined && mode !== 'near') return ['24', '8', '1980'];
  if (earliest === undefined && latest !== undefined && latest <= 0) return day(latest - 30);
  return day(Math.min(Math.max(30, earliest ?? -Infinity), latest ?? Infinity));
}

/** What is written in the answer of a field, or in a part of it. */
function textFor(field: Field | undefined, part: string | undefined): string {
  const first = new Date(TODAY);
  switch (field?.type) {
    case 'email': return 'kari@example.com';
    case 'phone': return '22334455';
    case 'name': return 'Kari Nordmann';
    case 'number':
    case 'money': return String(field.min ?? field.max ?? '2').replace('.', ',');
    case 'identity_number': return SYNTHETIC_NUMBER;
    case 'organisation_number': return '921234554';
    case 'account_number': return '76940512057';
    case 'iban': return 'NO9386011117947';
    case 'time': return '12:00';
    case 'year': return String(first.getUTCFullYear() + Math.min(Math.max(0, field.earliest_years ?? -Infinity), field.latest_years ?? Infinity));
    case 'month': {
      const months = Math.min(Math.max(1, field.earliest_months ?? -Infinity), field.latest_months ?? Infinity);
      const month = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + months, 1));
      return String(part === 'year' ? month.getUTCFullYear() : month.getUTCMonth() + 1);
    }
    case 'date': {
      const [of_day, month, year] = dayWithin(field);
      return part === 'day' ? of_day : part === 'month' ? month : part === 'year' ? year : [of_day, month, year].join('.');
    }
    case 'attachment': {
      const [of_day, month, year] = day(Math.min(14, field.latest_days ?? 14));
      return part === 'day' ? of_day : part === 'month' ? month : year;
    }
    case 'address': return { street: 'Engene 1', postal_code: '3015', city: 'Drammen' }[part ?? ''] ?? 'Engene 1';
    // A place in words is enough.
    case 'map_point': return part === 'description' ? 'Ved fontenen på Bragernes torg' : '';
    default: return 'Et svar';
  }
}

async function answer(page: Page, question: Question, fields: Map<string, Field>, hand: Hand, wanted: Wanted): Promise<void> {
  const [name, ...rest] = question.path.split('-');
  // The last field named is the one asked: rows come before what is asked in them.
  const field = fields.get(name ?? '');
  const part = rest.at(-1);
  const wish = wanted[question.path.replace(/-(?!how|day|month|year|street|postal_code|city)[^-]+/g, '')] ?? wanted[name ?? ''];
  const element = page.locator(`[id="${question.id}"]`);
  const press = async (target: Locator, key: 'Space' | 'Enter') => {
    if (hand === 'pointer') return target.click();
    await tab(page, target);
    await page.keyboard.press(key);
  };
  switch (question.kind) {
    case 'rows': {
      if (field?.type !== 'rows') return;
      const rows = Number(question.id.split('+')[1]);
      if (rows >= Math.min(2, field?.max_rows ?? 2)) return;
      const inside = page.locator(`[id="felt-${question.path}"] > .field-group`);
      await press(inside.locator(':scope > button'), 'Enter');
      await expect(inside.locator(':scope > .row-groups > .row-block > fieldset')).toHaveCount(rows + 1);
      return;
    }
    case 'choice': {
      const options = question.options.map((option) => option.value);
      // A document that comes some other way, where there is one.
      const calm = ['already_sent', 'not_relevant', 'someone_else', 'later'].find((way) => options.includes(way));
      const value = wish ?? (field?.type === 'attachment' ? calm : undefined) ?? options[0];
      const chosen = page.locator(`[id="${(question.options.find((option) => option.value === value) ?? question.options[0])?.id}"]`);
      if (hand === 'pointer') {
        await chosen.check();
      } else {
        await tab(page, page.locator(`[id="${question.options[0]?.id}"]`));
        await page.keyboard.press('Space');
        for (let steps = 0; steps < options.length && !(await chosen.isChecked()); steps++) {
          await page.keyboard.press((await chosen.getAttribute('type')) === 'radio' ? 'ArrowDown' : 'Tab');
        }
      }
      await expect(chosen).toBeChecked();
      return;
    }
    case 'select':
      if (hand === 'pointer') await element.selectOption(wish ?? { index: 1 });
      else {
        await tab(page, element);
        await page.keyboard.press('ArrowDown');
      }
      return;
    case 'combobox': {
      // Each list on the page gets another answer than the ones before it.
      const before = await page.locator('main form input[role=combobox]').evaluateAll((all) => all.filter((one) => (one as HTMLInputElement).value).length);
      await tab(page, element);
      if (wish) await page.keyboard.type(wish);
      for (let steps = 0; steps <= (wish ? 0 : before); steps++) await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await expect(element).not.toHaveValue('');
      return;
    }
    case 'file': {
      // The tests of uploads are about files: here only what must come now is attached.
      if (field?.type !== 'attachment' || field.need === 'optional' || (field.ways ?? ['now']).some((way) => way !== 'now')) return;
      await element.setInputFiles({ name: 'Vedlegg.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\n%%EOF\n') });
      await expect(page.locator(`[id^="felt-${name}"] .file-field__file[data-state=ready]`).first()).toBeAttached();
      return;
    }
    case 'text': {
      const text = wish ?? textFor(field, part);
      if (!text) return;
      if (hand === 'pointer') return element.fill(text);
      await tab(page, element);
      await page.keyboard.type(text);
    }
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
export async function fillToSummary(page: Page, language: Language, hand: Hand = 'pointer', before: (page: Page) => Promise<void> = async () => {}, wanted: Wanted = {}): Promise<number> {
  const next = page.getByRole('button', { name: word(language, 'forms.next') });
  const summary = page.getByRole('heading', { level: 1, name: word(language, 'forms.summary_title') });
  for (let pages = 1; pages < 20; pages++) {
    // A page that waits has a heading already: its questions are there with the way on.
    await expect(summary.or(next)).toBeVisible();
    await answerPage(page, hand, wanted);
    await before(page);
    const here = new URL(page.url()).pathname;
    if (hand === 'keyboard') {
      await tab(page, next);
      await page.keyboard.press('Enter');
    } else {
      await next.click();
    }
    // The page stays where an answer is refused: what it says tells why.
    const refused = page.locator('main .ds-error-summary');
    await expect(async () => {
      const told = (await refused.isVisible()) ? await refused.innerText() : '';
      expect([new URL(page.url()).pathname === here, told].join(' ')).toBe('false ');
    }).toPass({ timeout: 10_000 });
    await expect(summary.or(next)).toBeVisible();
    if (await summary.isVisible()) return pages;
  }
  throw new Error('no summary');
}
