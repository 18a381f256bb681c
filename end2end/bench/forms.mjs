// Presses keys in large forms on an emulated slow phone, and prints what was measured as JSON:
// node forms.mjs <presses> <address of the server> <folder with large.json and rows.json>
//
// The forms take the place of one of the pack on the way to the browser: nobody would publish them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';

const [presses, address, folder] = process.argv.slice(2);
const slower = 4;
const FORM = 'meld-feil';

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
});

/** Notes for each key press when the work is done and when it is painted. */
function watch() {
  window.presses = [];
  addEventListener('keydown', (event) => {
    const started = event.timeStamp;
    const press = {};
    // After the input event and all that follows from it, before anything else.
    addEventListener('input', () => {
      const done = new MessageChannel();
      done.port1.onmessage = () => { press.worked = performance.now() - started; };
      done.port2.postMessage(null);
      requestAnimationFrame(() => {
        const painted = new MessageChannel();
        painted.port1.onmessage = () => {
          press.painted = performance.now() - started;
          window.presses.push(press);
          window.told?.();
        };
        painted.port2.postMessage(null);
      });
    }, { capture: true, once: true });
  }, { capture: true });
}

/** Seconds of the main thread so far, by what they went to. */
async function spent(cdp) {
  const { metrics } = await cdp.send('Performance.getMetrics');
  const of = (name) => metrics.find((metric) => metric.name === name).value;
  return { script: of('ScriptDuration'), style: of('RecalcStyleDuration'), layout: of('LayoutDuration'), all: of('TaskDuration') };
}

async function measure(name, file, path, selector, keys) {
  const { definition, texts, answers } = JSON.parse(readFileSync(join(folder, file), 'utf8'));
  const context = await browser.newContext({ viewport: { width: 375, height: 812 }, locale: 'nb-NO' });
  const page = await context.newPage();
  page.setDefaultTimeout(180_000);
  const about = { key: 'bench', revision: 1, saved: new Date().toISOString(), deleted_on: '2099-01-01' };
  await page.route(`**/api/v1/forms/${FORM}?*`, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ json: { ...(await response.json()), definition, texts } });
  });
  await page.route(`**/api/v1/forms/${FORM}/draft`, (route) => (route.request().method() === 'PUT'
    ? route.fulfill({ json: about })
    : route.fulfill({ json: { ...about, content: { version: definition.version, page: path, answers } } })));
  await page.addInitScript(watch);
  await page.goto(`${address}/logg-inn?til=/skjema/${FORM}/${path}`);
  await page.locator('.test-login__people button').first().click();
  return press(name, context, page, page.locator(selector).first(), keys);
}

/** The same on a page of one field and no script: what a press costs before a form does anything. */
async function measureBare() {
  const context = await browser.newContext({ viewport: { width: 375, height: 812 }, locale: 'nb-NO' });
  const page = await context.newPage();
  await page.addInitScript(watch);
  await page.route('**/bare', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>bare</title><label>a<input></label>' }));
  await page.goto(`${address}/bare`);
  return press('a bare field on an empty page', context, page, page.locator('input'), ['a', 'b']);
}

async function press(name, context, page, field, keys) {
  await field.scrollIntoViewIfNeeded();
  await field.focus();
  const cdp = await context.newCDPSession(page);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: slower });
  await cdp.send('Performance.enable');
  let start;
  // The first few warm up.
  for (let count = 0; count < Number(presses) + 5; count += 1) {
    if (count === 5) start = await spent(cdp);
    // Told rather than asked for in each frame, which would be measured too. A round trip, so that it listens in time.
    const painted = page.evaluate(() => new Promise((resolve) => { window.told = resolve; }));
    await page.evaluate(() => null);
    await page.keyboard.press(keys[count % keys.length]);
    await painted;
  }
  const measured = await page.evaluate(() => window.presses.slice(5));
  const end = await spent(cdp);
  await context.close();
  const each = (key) => ((end[key] - start[key]) * 1000) / Number(presses);
  return { name, presses: measured, spent: { script: each('script'), style: each('style'), layout: each('layout'), all: each('all') } };
}

const rows = (field) => `[id="felt-items-r999"] [id="felt-${field}-r999"]`;
const all = [
  await measureBare(),
  await measure('large form: a letter in a text', 'large.json', 'p0', 'main form input[type=text]', ['a', 'b']),
  await measure('1000 rows: a letter in a text of the last row', 'rows.json', 'side', rows('what'), ['a', 'b']),
  await measure('1000 rows: a digit in an amount that totals depend on', 'rows.json', 'side', rows('amount'), ['1', 'Backspace']),
];
await browser.close();
console.log(JSON.stringify(all));
