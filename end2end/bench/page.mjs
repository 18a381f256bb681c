// Loads two pages in turn on an emulated slow phone, each time with an empty cache, and prints what was measured
// as JSON: node page.mjs <runs> <plain address> <app address>
import { chromium } from '@playwright/test';

const [runs, plain, app] = process.argv.slice(2);
const phone = { latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 750e3 / 8, offline: false };
const slower = 4;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
});

/** Notes when the app says that it can be used, and the largest paint so far. */
function watch() {
  window.measured = { ready: null, largest: null };
  window.isPainted = new Promise((resolve) => {
    new PerformanceObserver((list) => {
      const paint = list.getEntriesByName('first-contentful-paint')[0];
      if (paint) resolve(paint.startTime);
    }).observe({ type: 'paint', buffered: true });
  });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.measured.largest = entry.startTime;
  }).observe({ type: 'largest-contentful-paint', buffered: true });
  window.isReady = new Promise((resolve) => {
    const look = () => {
      if (document.documentElement?.hasAttribute('data-ready')) {
        window.measured.ready ??= performance.now();
        resolve();
      }
    };
    new MutationObserver(look).observe(document, { attributes: true, childList: true, subtree: true });
  });
}

async function load(address, waitForApp) {
  const context = await browser.newContext({ viewport: { width: 375, height: 812 }, locale: 'nb-NO' });
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send('Network.enable');
  await cdp.send('Network.emulateNetworkConditions', phone);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: slower });
  await page.addInitScript(watch);
  await page.goto(address, { waitUntil: 'load', timeout: 60_000 });
  if (waitForApp) await page.evaluate(() => window.isReady);
  const result = await page.evaluate(async () => {
    const visible = await window.isPainted;
    // Two frames, so that the largest paint has been told as well.
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const [navigation] = performance.getEntriesByType('navigation');
    return {
      visible,
      largest: window.measured.largest,
      usable: window.measured.ready ?? Math.max(visible, navigation.domInteractive),
      bytes: [navigation, ...performance.getEntriesByType('resource')].reduce((sum, entry) => sum + entry.transferSize, 0),
    };
  });
  await context.close();
  return result;
}

const results = { plain: [], app: [] };
for (let run = 0; run < Number(runs); run += 1) {
  results.plain.push(await load(plain, false));
  results.app.push(await load(app, true));
}
await browser.close();
console.log(JSON.stringify(results));
