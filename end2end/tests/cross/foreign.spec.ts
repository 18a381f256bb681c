// What another site can do in the browser of somebody who is signed in, and what text can become.
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { PEOPLE, expect, open, signIn, test } from '../../support/test.ts';
import { answerPage } from '../../support/form.ts';
import { word } from '../../support/words.ts';

/** A site on another port: another origin, and as near as one can come, since its calls carry the cookies. */
async function foreignSite(page: string): Promise<{ url: string; close: () => void }> {
  const site = createServer((_, response) => { response.setHeader('content-type', 'text/html; charset=utf-8').end(page); });
  site.listen(0, '127.0.0.1');
  await once(site, 'listening');
  return { url: `http://localhost:${(site.address() as AddressInfo).port}`, close: () => site.close() };
}

test('a form of another site signs nobody out and changes nothing', async ({ page, server }) => {
  await signIn(page, PEOPLE.manyCases);
  for (const [path, kind] of [['/auth/logout', 'application/x-www-form-urlencoded'], ['/api/v1/session/extend', 'text/plain'],
    ['/api/v1/demo/sign-in', 'text/plain']] as const) {
    const site = await foreignSite(`<form method="post" action="${server.url}${path}" enctype="${kind}">
      <input name='{"person":"some_cases","x":"' value='"}'></form><button onclick="document.forms[0].submit()">Vinn</button>`);
    await page.goto(site.url);
    const answered = page.waitForResponse(`${server.url}${path}`);
    await page.getByRole('button').click();
    expect((await answered).status()).toBe(403);
    site.close();
  }
  await open(page, '/minside');
  await expect(page.getByRole('button', { name: word('nb', 'frame.sign_out') })).toBeVisible();
});

test('a script of another site changes nothing and reads nothing', async ({ page, server, context }) => {
  await signIn(page, PEOPLE.manyCases);
  const before = await (await page.request.get('/api/v1/cases?lang=nb')).text();
  const cookies = await context.cookies();
  const site = await foreignSite('<title>Vinn</title>');
  await page.goto(site.url);
  const told = await page.evaluate(async (base) => {
    const tries: [string, RequestInit][] = [
      ['/api/v1/cases', {}],
      ['/api/v1/session/extend', { method: 'POST', mode: 'no-cors' }],
      ['/api/v1/demo/sign-in', { method: 'POST', mode: 'no-cors', body: '{"person":"some_cases"}' }],
      ['/api/v1/session', { method: 'DELETE' }],
      ['/api/v1/forms/meld-feil/draft', { method: 'PUT', headers: { 'content-type': 'application/json', 'if-none-match': '*' }, body: '{}' }],
    ];
    const seen = [];
    for (const [path, init] of tries) {
      seen.push(await fetch(base + path, { credentials: 'include', ...init }).then((answer) => answer.type, () => 'refused'));
    }
    // Neither as a picture, nor as a script, nor in a frame.
    for (const kind of ['img', 'script']) {
      seen.push(await new Promise((resolve) => {
        const element = Object.assign(document.createElement(kind), { src: `${base}/api/v1/cases` });
        element.onload = () => resolve('loaded');
        element.onerror = () => resolve('refused');
        document.body.append(element);
      }));
    }
    return seen;
  }, server.url);
  expect(told).toEqual(Array(7).fill('refused'));
  site.close();
  expect(await context.cookies()).toEqual(cookies);
  expect(await (await page.request.get('/api/v1/cases?lang=nb')).text()).toBe(before);
});

test('another site shows this one in no frame and holds no window of it', async ({ page, server }) => {
  const site = await foreignSite(`<iframe src="${server.url}/"></iframe><button onclick="window.opened = window.open('${server.url}/')">Åpne</button>`);
  await page.goto(site.url);
  await expect.poll(() => page.frames().length).toBe(2);
  expect(await page.frames()[1]?.evaluate(() => document.querySelector('#app')).catch(() => null)).toBeNull();
  const opened = page.waitForEvent('popup');
  await page.getByRole('button').click();
  const popup = await opened;
  await popup.waitForURL(`${server.url}/`);
  expect(await popup.evaluate(() => window.opener)).toBeNull();
  expect(await page.evaluate(() => (window as unknown as { opened: Window }).opened.closed)).toBe(true);
  site.close();
});

test('after login nobody is led to another site however it is spelt', async ({ page, server }) => {
  for (const til of ['//ond.example', '/\\ond.example', '\\\\ond.example', 'https://ond.example', '/\t/ond.example', '/\n/ond.example',
    '%2f%2fond.example', '/%09/ond.example', 'javascript:alert(1)', '///ond.example', ' //ond.example', '/.//ond.example']) {
    await open(page, `/logg-inn?til=${encodeURIComponent(til)}`);
    const card = page.locator('li').filter({ hasText: word('nb', 'session.story_new_here') });
    await card.getByRole('button').click();
    await expect(page.getByRole('button', { name: word('nb', 'frame.sign_out') })).toBeVisible();
    expect(new URL(page.url()).origin, til).toBe(new URL(server.url).origin);
    await page.request.delete('/api/v1/session');
  }
});

test('text becomes no script', async ({ page }) => {
  const refused: string[] = [];
  page.on('pageerror', (error) => refused.push(error.message));
  await open(page, '/');
  expect(await page.evaluate(() => {
    const tries: Record<string, () => unknown> = {
      handler: () => { document.createElement('div').innerHTML = '<img src=x onerror=alert(1)>'; },
      script: () => { document.body.insertAdjacentHTML('beforeend', '<script>alert(1)</script>'); },
      address: () => { document.createElement('script').src = 'https://ond.example/x.js'; },
      body: () => { document.createElement('script').text = 'alert(1)'; },
      policy: () => { (window as unknown as { trustedTypes: { createPolicy(name: string, rules: object): void } }).trustedTypes.createPolicy('other', {}); },
    };
    return Object.entries(tries).filter(([, attempt]) => { try { attempt(); return true; } catch { return false; } }).map(([name]) => name);
  })).toEqual([]);
  expect(refused).toEqual([]);
});

test('answers wait and are saved by themselves when the server asks to wait', async ({ page }) => {
  await page.clock.resume();
  await signIn(page, PEOPLE.newHere, 'nb', '/skjema/meld-feil');
  await expect(page).toHaveURL(/\/skjema\/meld-feil\/\w+/);
  let refused = 0;
  await page.route('**/api/v1/forms/*/draft', (route) => {
    if (route.request().method() !== 'PUT' || refused === 1) return route.continue();
    refused += 1;
    return route.fulfill({
      status: 429,
      headers: { 'content-type': 'application/problem+json', 'retry-after': '7' },
      body: JSON.stringify({ type: 'urn:servicetorg:problem:too_many_tries', status: 429, code: 'too_many_tries', seconds: 7 }),
    });
  });
  await answerPage(page);
  const line = page.locator('.save-status__line');
  await expect(line).toHaveText(/vi prøver igjen/i);
  await page.clock.runFor(8000);
  await expect(line).toHaveText(/^Lagret kl/);
  expect(refused).toBe(1);
});
