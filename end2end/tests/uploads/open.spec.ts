// Pictures from people who do not log in: sent over a network that breaks, gone on with elsewhere, seen by nobody else.
import { createHash } from 'node:crypto';
import { deflateSync, crc32 } from 'node:zlib';
import { type Browser, type BrowserContext, type Locator, type Page } from '@playwright/test';
import { fillToSummary } from '../../support/form.ts';
import { accessible, expect, fits, open, ready, test } from '../../support/test.ts';
import { LANGUAGES, word } from '../../support/words.ts';

const FORM = 'meld-feil';

/** A PNG of so many rows, no two pixels alike: a thousand rows are about 3 MB. */
function picture(rows: number): Buffer {
  const width = 1000;
  const pixels = Buffer.alloc(rows * (width * 3 + 1));
  for (let at = 0, seed = 1; at < pixels.length; at++) {
    seed = Math.imul(seed, 1103515245) + 12345;
    pixels[at] = at % (width * 3 + 1) === 0 ? 0 : seed >>> 16;
  }
  const chunk = (kind: string, data: Buffer) => {
    const checked = Buffer.concat([Buffer.from(kind), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(checked));
    return Buffer.concat([length, checked, sum]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(rows, 4);
  header.set([8, 2], 8);
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', header), chunk('IDAT', deflateSync(pixels, { level: 1 })), chunk('IEND', Buffer.alloc(0))]);
}

const named = (name: string, buffer: Buffer) => ({ name, mimeType: 'application/octet-stream', buffer });
const chooser = (page: Page) => page.getByLabel(word('nb', 'forms.files_choose'));
const file = (page: Page, name: string): Locator => page.locator('.file-field__file').filter({ hasText: name });
const state = (page: Page, name: string, expected: string) => expect(file(page, name)).toHaveAttribute('data-state', expected);
const saved = (page: Page) => expect(page.locator('.save-status__line')).toHaveText(/^Lagret kl\. /);

interface Kept { id: string; name: string; state: string; received: number; size: number }
async function kept(context: BrowserContext): Promise<Kept[]> {
  return (await (await context.request.get(`/api/v1/uploads?form=${FORM}`)).json()).uploads;
}

/** On the page that asks for a picture. */
async function atPicture(page: Page): Promise<void> {
  await page.clock.resume();
  await open(page, `/skjema/${FORM}/beskrivelse`);
  await expect(chooser(page)).toBeAttached();
}

async function elsewhere(browser: Browser, url: string): Promise<Page> {
  const context = await browser.newContext({ baseURL: url, locale: 'nb-NO', viewport: { width: 320, height: 640 } });
  return context.newPage();
}

async function enter(page: Page, code: string): Promise<void> {
  await open(page, '/fortsett');
  await page.getByLabel(word('nb', 'forms.go_on_field'), { exact: true }).fill(code);
  await page.getByRole('button', { name: word('nb', 'forms.go_on'), exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`/skjema/${FORM}/\\w+`));
  await ready(page);
}

test('a picture without login survives a cut network, goes on elsewhere by the code, and is part of the case', async ({ page, context, browser, server }) => {
  await atPicture(page);
  await accessible(page);
  let pieces = 0;
  await page.route('**/api/v1/uploads/*', async (route) => {
    if (route.request().method() === 'PATCH' && ++pieces === 3) {
      await context.setOffline(true);
      await route.abort('internetdisconnected');
    } else await route.continue();
  });
  await chooser(page).setInputFiles([named('Hull i veien.png', picture(700))]);
  await state(page, 'Hull i veien.png', 'stopped');
  await expect(file(page, 'Hull i veien.png')).toContainText(word('nb', 'forms.file_offline'));
  await accessible(page);
  await page.unroute('**/api/v1/uploads/*');
  let first: string | null = null;
  page.on('request', (request) => { if (request.method() === 'PATCH') first ??= request.headers()['upload-offset']; });
  await context.setOffline(false);
  await state(page, 'Hull i veien.png', 'ready');
  expect(Number(first), 'it begins where the last bytes arrived').toBeGreaterThan(0);
  await saved(page);
  const [{ id }] = await kept(context);

  // Whoever guesses the address, and whoever has a draft of their own, finds nothing.
  const stranger = await elsewhere(browser, server.url);
  expect((await stranger.request.get(`/api/v1/uploads/${id}/content`)).status()).toBe(401);
  await atPicture(stranger);
  await chooser(stranger).setInputFiles([named('Annet.png', picture(2))]);
  await state(stranger, 'Annet.png', 'ready');
  const tus = { headers: { 'tus-resumable': '1.0.0' } };
  expect((await stranger.request.get(`/api/v1/uploads/${id}/content`)).status()).toBe(404);
  expect((await stranger.request.delete(`/api/v1/uploads/${id}`, tus)).status()).toBe(404);
  await stranger.context().close();

  const code = await (await context.request.get(`/api/v1/forms/${FORM}/draft`)).json().then((draft) => draft.code as string);
  const other = await elsewhere(browser, server.url);
  await enter(other, code);
  await open(other, `/skjema/${FORM}/beskrivelse`);
  await state(other, 'Hull i veien.png', 'ready');
  await fits(other);
  await open(other, `/skjema/${FORM}/hva`);
  await fillToSummary(other, 'nb');
  await expect(other.locator('main')).toContainText('Hull i veien.png');
  await other.getByRole('button', { name: word('nb', 'forms.submit') }).click();
  await expect(other.getByRole('heading', { level: 1, name: word('nb', 'forms.receipt_title') })).toBeVisible();
  const reference = new URL(other.url()).pathname.split('/').pop()!;
  const sent = await (await other.request.get(`/api/v1/forms/${FORM}/submissions/${reference}`)).json();
  expect(sent.case.files.map((each: Kept) => each.name)).toEqual(['Hull i veien.png']);
  const content = await other.request.get(`/api/v1/uploads/${id}/content`);
  expect(createHash('sha256').update(await content.body()).digest('hex')).toBe(sent.case.files[0].sha256);
  await other.context().close();
});

test('HEIC is not offered, and who chooses it all the same is told how to get JPG, in each language', async ({ page }) => {
  await page.route('**/api/v1/uploads?*', (route) => route.abort());
  await atPicture(page);
  const accept = () => page.locator('.file-field input[type=file]').first().getAttribute('accept');
  expect(await accept(), 'also before the server has said what it takes').toBe('.jpg,.png');
  await page.unroute('**/api/v1/uploads?*');
  await page.reload();
  await ready(page);
  await expect.poll(accept).toBe('.jpg,.jpeg,.png');
  // By its name, and by what is in it.
  const heic = Buffer.from('000000186674797068656963000000006d69663168656963', 'hex');
  for (const language of LANGUAGES) {
    await open(page, `/skjema/${FORM}/beskrivelse`);
    await page.getByRole('button', { name: { nb: 'Bokmål', nn: 'Nynorsk', en: 'English' }[language], exact: true }).click();
    await expect(page.locator('html')).toHaveAttribute('lang', language);
    await page.getByLabel(word(language, 'forms.files_choose')).setInputFiles([named(`IMG_${language}.HEIC`, heic), named(`Omdøpt ${language}.jpg`, heic)]);
    for (const name of [`IMG_${language}.HEIC`, `Omdøpt ${language}.jpg`]) {
      await state(page, name, 'refused');
      await expect(file(page, name)).toContainText(word(language, 'forms.refused_heic'));
    }
  }
});

test('a file that is deleted without a network is deleted when it is back, also by a page that is opened anew', async ({ page, context }) => {
  await atPicture(page);
  await chooser(page).setInputFiles([named('En.png', picture(2)), named('To.png', picture(3))]);
  for (const name of ['En.png', 'To.png']) await state(page, name, 'ready');
  await saved(page);
  const remove = (name: string) => page.getByRole('button', { name: word('nb', 'forms.file_delete', { file: name }) });
  await context.setOffline(true);
  await remove('En.png').click();
  await expect(file(page, 'En.png')).toHaveCount(0);
  const names = async () => (await kept(context)).map((each) => each.name);
  expect(await names(), 'the server does not know yet').toEqual(['En.png', 'To.png']);
  await context.setOffline(false);
  await expect.poll(names).toEqual(['To.png']);

  // Nothing gets through before the page is closed.
  await page.route('**/api/v1/uploads/*', (route) => (route.request().method() === 'DELETE' ? route.abort() : route.continue()));
  await remove('To.png').click();
  await saved(page);
  await page.unroute('**/api/v1/uploads/*');
  await page.reload();
  await ready(page);
  await expect.poll(names).toEqual([]);
  await expect(chooser(page)).toBeAttached();
  await expect(page.locator('.file-field__file')).toHaveCount(0);
  expect(await page.evaluate(() => sessionStorage.getItem('servicetorg-unwanted-files'))).toBeNull();
});
