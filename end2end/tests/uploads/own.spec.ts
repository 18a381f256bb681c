// Files by the app itself: several at once, refused ones, over a network that breaks, with the keyboard alone.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Locator, type Page } from '@playwright/test';
import { FlakyNetwork } from '../../support/flaky.ts';
import { answerPage } from '../../support/form.ts';
import { Server } from '../../support/server.ts';
import { PEOPLE, accessible, expect, fits, open, ready, signIn, tabTo, test } from '../../support/test.ts';
import { word } from '../../support/words.ts';

const FORM = 'parkeringstillatelse';
const NOW = 'Jeg legger den ved nå';

/** A PDF of that many bytes, no two stretches alike. */
function pdf(length: number): Buffer {
  const file = Buffer.alloc(length);
  for (let at = 0; at + 4 <= length; at += 4) file.writeUInt32LE(Math.imul(at, 2654435761) >>> 0, at);
  file.write('%PDF-1.7\n', 0);
  file.write('\n%%EOF\n', length - 7);
  return file;
}

const named = (name: string, buffer: Buffer) => ({ name, mimeType: 'application/octet-stream', buffer });
const PROGRAM = Buffer.from('4d5a90000300000004000000ffff0000', 'hex');

/** On the page about the doctor's statement, which is attached now. */
async function atCertificate(page: Page, story: string = PEOPLE.newHere, part: 'came' | 'never came' = 'came'): Promise<void> {
  await page.clock.resume();
  await signIn(page, story);
  const { definition } = await (await page.request.get(`/api/v1/forms/${FORM}`)).json();
  const known = await page.request.get(`/api/v1/forms/${FORM}/draft`);
  const condition: Record<string, string> = known.ok() ? { 'if-match': known.headers().etag } : { 'if-none-match': '*' };
  const answers = { applicant: 'driver', kind: 'new', certificate: { how: 'now' } };
  const draft = { version: definition.version, page: 'lege', answers };
  const saved = await page.request.put(`/api/v1/forms/${FORM}/draft`, { data: draft, headers: condition });
  expect(saved.ok()).toBe(true);
  // Nothing is left of what another test has sent.
  for (const { id } of await kept(page)) await page.request.delete(`/api/v1/uploads/${id}`, { headers: { 'tus-resumable': '1.0.0' } });
  await open(page, `/skjema/${FORM}/lege`);
  await expect(page.getByRole('radio', { name: NOW })).toBeChecked();
  if (part === 'came') await expect(chooser(page)).toBeAttached();
}

const chooser = (page: Page) => page.getByLabel(word('nb', 'forms.files_choose'));
const file = (page: Page, name: string): Locator => page.locator('.file-field__file').filter({ hasText: name });
const state = (page: Page, name: string, expected: string) => expect(file(page, name)).toHaveAttribute('data-state', expected);
const saved = (page: Page) => expect(page.locator('.save-status__line')).toHaveText(/^Lagret kl\. /);

interface Kept { id: string; name: string; state: string; sha256: string; row?: string }
async function kept(page: Page, form = FORM): Promise<Kept[]> {
  return (await (await page.request.get(`/api/v1/uploads?form=${form}`)).json()).uploads;
}

const sum = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

test('several files at once, and each that is not taken says why', async ({ page }) => {
  await atCertificate(page);
  await chooser(page).setInputFiles([
    named('Erklæring.pdf', pdf(300_000)),
    named('Program.pdf', PROGRAM),
    named('Program.exe', PROGRAM),
    named('Tom.pdf', Buffer.alloc(0)),
    named('Side 2.pdf', pdf(40_000)),
  ]);
  await state(page, 'Erklæring.pdf', 'ready');
  await state(page, 'Side 2.pdf', 'ready');
  await state(page, 'Program.pdf', 'refused');
  await expect(file(page, 'Program.pdf')).toContainText('Vi tar ikke imot denne filtypen');
  await expect(file(page, 'Program.exe')).toContainText('Vi tar ikke imot denne filtypen');
  await expect(file(page, 'Tom.pdf')).toContainText(word('nb', 'forms.refused_empty'));
  await saved(page);
  // What came is there again after the page is opened anew.
  await page.reload();
  await ready(page);
  await state(page, 'Erklæring.pdf', 'ready');
  await state(page, 'Side 2.pdf', 'ready');
  await expect(page.locator('.file-field__file')).toHaveCount(2);
  await page.getByRole('button', { name: word('nb', 'forms.next') }).click();
  await expect(page).toHaveURL(/\/kontakt$/);
});

test('a file that is too large, and one too many, are not sent', async ({ page }) => {
  await atCertificate(page);
  const sent: string[] = [];
  page.on('request', (request) => { if (request.url().endsWith('/api/v1/uploads') && request.method() === 'POST') sent.push(request.url()); });
  await chooser(page).setInputFiles([named('Film.pdf', pdf(20_000_004))]);
  await expect(file(page, 'Film.pdf')).toContainText(word('nb', 'forms.refused_large', { max: '20\u00a0MB' }));
  expect(sent).toEqual([]);
  await chooser(page).setInputFiles([1, 2, 3, 4, 5, 6].map((number) => named(`Side ${number}.pdf`, pdf(4000))));
  await expect(file(page, 'Side 6.pdf')).toContainText(word('nb', 'forms.refused_many', { max: '5' }));
  for (const number of [1, 2, 3, 4, 5]) await state(page, `Side ${number}.pdf`, 'ready');
  expect(sent).toHaveLength(5);
});

test('a network that is cut in the middle costs no byte', async ({ page, server }) => {
  const network = await FlakyNetwork.before(server.url, [
    { method: 'PATCH', cutAfter: 60_000 },
    { method: 'PATCH', cutAfter: 100_000 },
    { method: 'PATCH', answer: 'lost' },
  ]);
  const bytes = pdf(2_000_000);
  await page.clock.resume();
  await atCertificate(page, PEOPLE.noAddress);
  await page.goto(`${network.url}/skjema/${FORM}/lege`);
  await ready(page);
  await chooser(page).setInputFiles([named('Erklæring.pdf', bytes)]);
  await expect(file(page, 'Erklæring.pdf')).toHaveAttribute('data-state', 'ready', { timeout: 30_000 });
  expect(network.isThrough()).toBe(true);
  const [only, ...others] = (await kept(page)).filter((upload) => upload.state === 'ready' && upload.name === 'Erklæring.pdf');
  expect(others).toEqual([]);
  expect(only.sha256).toBe(sum(bytes));
  await page.goto('about:blank');
  await network.stop();
});

test('without a network the upload waits, says so, and goes on', async ({ page, context }) => {
  await atCertificate(page);
  // The first piece arrives; after that there is no network.
  let pieces = 0;
  await page.route('**/api/v1/uploads/*', async (route) => {
    if (route.request().method() === 'PATCH' && ++pieces === 2) {
      await context.setOffline(true);
      await route.abort('internetdisconnected');
    } else await route.continue();
  });
  const bytes = pdf(1_000_000);
  await chooser(page).setInputFiles([named('Erklæring.pdf', bytes)]);
  await state(page, 'Erklæring.pdf', 'stopped');
  await expect(file(page, 'Erklæring.pdf')).toContainText(word('nb', 'forms.file_offline'));
  await expect(page.locator('#announcer')).toHaveText(word('nb', 'forms.file_stopped', { file: 'Erklæring.pdf' }));
  // Going on without the file says that it is on its way.
  await page.getByRole('button', { name: word('nb', 'forms.next') }).click();
  await expect(page.locator('.ds-error-summary')).toContainText(word('nb', 'forms.files_under_way', { label: 'Legeerklæring' }));
  await page.unroute('**/api/v1/uploads/*');
  await context.setOffline(false);
  await state(page, 'Erklæring.pdf', 'ready');
  await expect(page.locator('#announcer')).toHaveText(word('nb', 'forms.file_done', { file: 'Erklæring.pdf' }));
  expect((await kept(page)).find((upload) => upload.name === 'Erklæring.pdf')?.sha256).toBe(sum(bytes));
});

test('a page that is closed in the middle asks for the file again and goes on', async ({ page }) => {
  await atCertificate(page, PEOPLE.manyCases);
  let pieces = 0;
  await page.route('**/api/v1/uploads/*', async (route) => {
    if (route.request().method() === 'PATCH' && ++pieces > 2) await route.abort();
    else await route.continue();
  });
  const bytes = pdf(1_500_000);
  await chooser(page).setInputFiles([named('Erklæring.pdf', bytes)]);
  await state(page, 'Erklæring.pdf', 'stopped');
  await saved(page);
  await page.unroute('**/api/v1/uploads/*');
  await page.reload();
  await ready(page);
  await expect(file(page, 'Erklæring.pdf')).toContainText(word('nb', 'forms.file_missing'));
  let first: string | null = null;
  page.on('request', (request) => { if (request.method() === 'PATCH') first ??= request.headers()['upload-offset']; });
  await chooser(page).setInputFiles([named('Erklæring.pdf', bytes)]);
  await state(page, 'Erklæring.pdf', 'ready');
  await expect(page.locator('.file-field__file')).toHaveCount(1);
  expect(Number(first), 'it begins where the last bytes arrived').toBeGreaterThan(0);
  expect((await kept(page)).map((upload) => upload.sha256)).toEqual([sum(bytes)]);
});

test('a file that came in an earlier visit becomes an answer, and holds up no other', async ({ page }) => {
  await atCertificate(page);
  const bytes = pdf(4000);
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  const metadata = { filename: 'Fra forrige gang.pdf', form: FORM, field: 'certificate', key: 'forrige' };
  const sent = await page.request.post('/api/v1/uploads', {
    data: bytes,
    headers: {
      'tus-resumable': '1.0.0', 'upload-length': String(bytes.length), 'content-type': 'application/offset+octet-stream',
      'upload-metadata': Object.entries(metadata).map(([name, value]) => `${name} ${base64(value)}`).join(','),
    },
  });
  expect(sent.status()).toBe(201);
  // The first question for it fails: it is asked again, though its bytes are not at hand.
  let asked = 0;
  await page.route('**/api/v1/uploads/*', async (route) => {
    if (route.request().method() === 'GET' && ++asked === 1) {
      await route.fulfill({ status: 404, contentType: 'application/problem+json', json: { type: 'about:blank', status: 404, code: 'not_found' } });
    } else await route.continue();
  });
  await page.reload();
  await ready(page);
  await state(page, 'Fra forrige gang.pdf', 'ready');
  await chooser(page).setInputFiles([named('Ny.pdf', pdf(5000))]);
  await state(page, 'Ny.pdf', 'ready');
  expect(asked).toBeGreaterThan(1);
});

test('with the keyboard alone: choose, delete, and focus is never lost', async ({ page }) => {
  await page.clock.resume();
  await atCertificate(page);
  await tabTo(page, chooser(page));
  const picked = page.waitForEvent('filechooser');
  await page.keyboard.press('Space');
  await (await picked).setFiles([named('En.pdf', pdf(4000)), named('To.pdf', pdf(5000)), named('Tre.pdf', pdf(6000))]);
  for (const name of ['En.pdf', 'To.pdf', 'Tre.pdf']) await state(page, name, 'ready');
  const remove = (name: string) => page.getByRole('button', { name: word('nb', 'forms.file_delete', { file: name }) });
  await remove('To.pdf').focus();
  await page.keyboard.press('Enter');
  await expect(file(page, 'To.pdf')).toHaveCount(0);
  await expect(remove('Tre.pdf')).toBeFocused();
  await expect(page.locator('#announcer')).toHaveText(word('nb', 'forms.file_deleted', { file: 'To.pdf' }));
  await page.keyboard.press('Enter');
  await expect(remove('En.pdf')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(chooser(page)).toBeFocused();
  await expect.poll(async () => (await kept(page)).length).toBe(0);
  await page.getByRole('button', { name: word('nb', 'forms.next') }).click();
  await expect(page.locator('.ds-error-summary')).toContainText(word('nb', 'forms.required_files', { label: 'Legeerklæring' }));
  await page.locator('.ds-error-summary a').first().press('Enter');
  await expect(chooser(page)).toBeFocused();
});

test('where the part that sends files does not come, it says so and tries again', async ({ page }) => {
  await page.route('**/attachments-*.wasm', (route) => route.abort());
  await page.clock.resume();
  await atCertificate(page, PEOPLE.newHere, 'never came');
  const again = page.getByRole('button', { name: word('nb', 'failure.again') });
  await expect(again).toBeVisible();
  await accessible(page);
  await page.unroute('**/attachments-*.wasm');
  await again.click();
  await chooser(page).setInputFiles([named('Erklæring.pdf', pdf(4000))]);
  await state(page, 'Erklæring.pdf', 'ready');
});

test('pasted and dropped files are taken', async ({ page }) => {
  await atCertificate(page);
  for (const kind of ['paste', 'drop']) {
    await page.locator('.file-field').evaluate((field, { kind, text }) => {
      const data = new DataTransfer();
      data.items.add(new File([text], `${kind}.pdf`));
      field.dispatchEvent(kind === 'paste'
        ? new ClipboardEvent('paste', { clipboardData: data, bubbles: true })
        : new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
    }, { kind, text: pdf(4000).toString('latin1').replace(/[^\x20-\x7e\n]/g, ' ') });
    await state(page, `${kind}.pdf`, 'ready');
  }
});

for (const scheme of [{ colorScheme: 'light' }, { colorScheme: 'dark' }, { forcedColors: 'active' }] as const) {
  test.describe(Object.values(scheme)[0], () => {
    test.use(scheme);

    test('every state is accessible', async ({ page }) => {
      await atCertificate(page, PEOPLE.someCases);
      await accessible(page);
      await page.route('**/api/v1/uploads/*', async (route) => {
        if (route.request().method() === 'PATCH' && Number(route.request().headers()['upload-offset']) > 0) await route.abort();
        else await route.continue();
      });
      await chooser(page).setInputFiles([named('Klar.pdf', pdf(4000)), named('Program.pdf', PROGRAM), named('Et langt navn fra en skanner 2026-11-24 09.03.17 side 1 av 12 for arkivet.pdf', pdf(900_000)), named('Venter.pdf', pdf(4000))]);
      await state(page, 'Klar.pdf', 'ready');
      await state(page, 'Program.pdf', 'refused');
      await state(page, 'Et langt navn', 'stopped');
      await accessible(page);
      await page.setViewportSize({ width: 320, height: 640 });
      await fits(page);
      await accessible(page);
    });
  });
}

test('a form is sent with its file, and the case has it', async ({ page }) => {
  await atCertificate(page);
  const bytes = pdf(200_000);
  await chooser(page).setInputFiles([named('Erklæring æøå.pdf', bytes)]);
  await state(page, 'Erklæring æøå.pdf', 'ready');
  await send(page);
  const card = page.locator('.document-list__item');
  await expect(card).toContainText('Erklæring æøå.pdf');
  await expect(card).toContainText(sum(bytes));
  await accessible(page);
  const download = page.waitForEvent('download');
  await card.getByRole('link').click();
  const got = await download;
  expect(got.suggestedFilename()).toBe('Erklæring æøå.pdf');
  expect(sum(readFileSync(await got.path()))).toBe(sum(bytes));
});

test('a document that comes later is a task of the case, and is sent from there by the keyboard', async ({ page, context }) => {
  await atCertificate(page, PEOPLE.noAddress);
  await page.getByRole('radio', { name: 'Jeg sender den senere' }).check();
  await page.getByLabel(word('nb', 'forms.day'), { exact: true }).fill('15');
  await page.getByLabel(word('nb', 'forms.month'), { exact: true }).fill('12');
  await page.getByLabel(word('nb', 'forms.year'), { exact: true }).fill('2026');
  await send(page);
  const task = page.locator('.document-list__item');
  await expect(task).toContainText('15. desember 2026');
  await accessible(page);

  const begin = page.getByRole('button', { name: word('nb', 'minside.hand_in_named', { label: 'Legeerklæring' }) });
  await tabTo(page, begin);
  await page.keyboard.press('Enter');
  await expect(task.getByRole('heading')).toBeFocused();
  await expect(chooser(page)).toBeAttached();
  await accessible(page);
  // Nothing chosen yet: it is said, and focus is where to choose.
  const handIn = page.getByRole('button', { name: word('nb', 'forms.hand_in'), exact: true });
  await tabTo(page, handIn);
  await page.keyboard.press('Enter');
  await expect(task).toContainText(word('nb', 'forms.hand_in_none'));
  await expect(chooser(page)).toBeFocused();
  await accessible(page);

  // Cut in the middle.
  const bytes = pdf(700_000);
  let pieces = 0;
  await page.route('**/api/v1/uploads/*', async (route) => {
    if (route.request().method() === 'PATCH' && ++pieces >= 2) await route.abort();
    else await route.continue();
  });
  const picked = page.waitForEvent('filechooser');
  await page.keyboard.press('Space');
  await (await picked).setFiles([named('Erklæring.pdf', bytes)]);
  await state(page, 'Erklæring.pdf', 'stopped');
  await accessible(page);
  await handIn.press('Enter');
  await expect(task).toContainText(word('nb', 'forms.hand_in_waits'));
  await page.unroute('**/api/v1/uploads/*');
  await state(page, 'Erklæring.pdf', 'ready');
  await expect(task).not.toContainText(word('nb', 'forms.hand_in_waits'));

  // What was chosen waits for whoever comes back.
  await page.reload();
  await ready(page);
  await begin.press('Enter');
  await state(page, 'Erklæring.pdf', 'ready');
  // The server cannot answer: it is said, and tried again.
  await page.route('**/documents?*', (route) => route.fulfill({ status: 503, contentType: 'application/problem+json', json: { type: 'about:blank', status: 503, code: 'unavailable' } }));
  await handIn.press('Enter');
  await expect(task.getByRole('alert')).toContainText(word('nb', 'failure.unavailable'));
  await accessible(page);
  await page.unroute('**/documents?*');
  // The same case in two other tabs; in one of them files are being chosen.
  const [looking, choosing] = [await context.newPage(), await context.newPage()];
  for (const tab of [looking, choosing]) {
    const listens = tab.waitForResponse((response) => response.url().endsWith('/api/v1/events'));
    await open(tab, new URL(page.url()).pathname);
    await listens;
  }
  await choosing.getByRole('button', { name: word('nb', 'minside.hand_in_named', { label: 'Legeerklæring' }) }).click();
  await expect(chooser(choosing)).toBeAttached();
  let release = () => {};
  const held = new Promise<void>((resolve) => { release = resolve; });
  await page.route('**/documents?*', async (route) => { await held; await route.continue(); });
  await handIn.press('Enter');
  await expect(task.locator('.button-row > button')).toHaveAttribute('aria-busy', 'true');
  await accessible(page);
  release();
  await expect(task).toHaveAttribute('data-state', 'done');
  await expect(task.getByRole('heading')).toBeFocused();
  await expect(page.locator('#announcer')).toHaveText(word('nb', 'forms.hand_in_done'));
  await expect(looking.locator('.document-list__item')).toHaveAttribute('data-state', 'done');
  await expect(looking.locator('#announcer')).toHaveText(word('nb', 'minside.live_case'));
  await accessible(looking);
  await expect(chooser(choosing)).toBeAttached();
  for (const told of ['15. desember 2026', 'Mottatt', 'Erklæring.pdf', sum(bytes)]) await expect(task).toContainText(told);
  await expect(page.locator('.timeline')).toContainText(word('nb', 'minside.event_document', { label: 'Legeerklæring' }));
  await accessible(page);
  await page.setViewportSize({ width: 320, height: 640 });
  await fits(page);
  await page.reload();
  await ready(page);
  await expect(task).toHaveAttribute('data-state', 'done');
});

/** From the page about the statement to the page of the case. */
async function send(page: Page): Promise<void> {
  const next = page.getByRole('button', { name: word('nb', 'forms.next') });
  await next.click();
  // What the draft did not have yet is asked for from the summary.
  for (let turn = 0; turn < 12 && !new URL(page.url()).pathname.endsWith('/oppsummering'); turn++) {
    const here = new URL(page.url()).pathname;
    if (!here.endsWith('/lege')) await answerPage(page);
    await next.click();
    await expect(async () => expect(new URL(page.url()).pathname).not.toBe(here)).toPass();
  }
  const submit = page.getByRole('button', { name: word('nb', 'forms.submit') });
  for (let turn = 0; turn < 12; turn++) {
    await submit.click();
    const missing = page.locator('.ds-error-summary a').first();
    const receipt = page.getByRole('link', { name: word('nb', 'forms.receipt_case') });
    await expect(missing.or(receipt).first()).toBeVisible();
    if (await receipt.isVisible()) {
      await receipt.click();
      await expect(page.getByRole('heading', { name: word('nb', 'minside.case_answers') })).toBeVisible();
      return;
    }
    await missing.click();
    await expect(next).toBeVisible();
    while (!new URL(page.url()).pathname.endsWith('/oppsummering')) {
      const here = page.url();
      await answerPage(page);
      await next.click();
      await expect(async () => expect(page.url()).not.toBe(here)).toPass();
    }
  }
  throw new Error('never sent');
}

test('a file stays with its row when another row is deleted', async ({ browser }) => {
  const server = await Server.start([], join(import.meta.dirname, '..', '..', '..', 'crates', 'server', 'tests', 'pack'));
  const page = await browser.newPage({ baseURL: server.url });
  await signIn(page, PEOPLE.newHere, 'nb', '/skjema/prove/hva');
  await expect(page).toHaveURL(/\/hva$/);
  const rows = page.locator('fieldset[id^="felt-barn-"]').filter({ has: page.locator('.file-field') });
  const add = page.getByRole('button', { name: word('nb', 'forms.row_add', { row: 'et barn (nb)' }) });
  for (const name of ['Ola.pdf', 'Kari.pdf', 'Per.pdf']) {
    await add.click();
    const choosers = page.getByLabel(word('nb', 'forms.files_choose'));
    await choosers.last().setInputFiles([named(name, pdf(4000))]);
    await state(page, name, 'ready');
  }
  await saved(page);
  const before = await kept(page, 'prove');
  await page.locator('fieldset[id^="felt-barn-"]').filter({ has: page.locator('.file-field__file', { hasText: 'Ola.pdf' }) })
    .getByRole('button', { name: word('nb', 'forms.row_delete', { row: 'et barn (nb) 1' }) }).click();
  await expect(file(page, 'Ola.pdf')).toHaveCount(0);
  await expect(rows.first()).toContainText('Kari.pdf');
  await expect(rows.last()).toContainText('Per.pdf');
  await expect.poll(async () => (await kept(page, 'prove')).map((upload) => upload.name)).toEqual(['Kari.pdf', 'Per.pdf']);
  const after = await kept(page, 'prove');
  expect(after.map((upload) => upload.row)).toEqual(before.slice(1).map((upload) => upload.row));
  await page.close();
  await server.stop();
});
