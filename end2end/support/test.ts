// What every test has: a server for the worker, people to log in as, and a check that a page is accessible.
import AxeBuilder from '@axe-core/playwright';
import { type Page, expect, test as base } from '@playwright/test';
import { Server, TODAY } from './server.ts';
import { type Language, word } from './words.ts';

export { expect };

/** The made-up people of the demo. */
export const PEOPLE = { newHere: 'new_here', someCases: 'some_cases', manyCases: 'many_cases', noAddress: 'no_address' } as const;

export const test = base.extend<{ foreignRequests: void; fixedTime: void }, { server: Server }>({
  server: [async ({}, use) => {
    const server = await Server.start();
    await use(server);
    await server.stop();
  }, { scope: 'worker' }],
  baseURL: async ({ server }, use) => use(server.url),
  // No request leaves the site, on any page of any test.
  foreignRequests: [async ({ context, server }, use) => {
    const foreign: string[] = [];
    context.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(server.url) && !/^(data|blob|about):/.test(url) && !url.startsWith('http://localhost:')) foreign.push(url);
    });
    await use();
    expect(foreign, 'requests to other sites').toEqual([]);
  }, { auto: true }],
  // The browser's clock starts where the server's does.
  fixedTime: [async ({ page }, use) => {
    await page.clock.install({ time: TODAY });
    await use();
  }, { auto: true }],
});

/** Waits until the app has taken over from the shell. */
export async function ready(page: Page): Promise<void> {
  await expect(page.locator('html[data-ready]')).toBeAttached();
}

export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await ready(page);
}

/** Chooses the language as a person does: by its button. */
export async function choose(page: Page, language: Language): Promise<void> {
  const name = { nb: 'Bokmål', nn: 'Nynorsk', en: 'English' }[language];
  await page.getByRole('button', { name, exact: true }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', language);
}

/**
 * Logs in on the login page; `story` tells the made-up people apart. Where it leads to a form, that begins anew:
 * nothing is left of what another test has begun.
 */
export async function signIn(page: Page, story: string, language: Language = 'nb', then = '/minside'): Promise<void> {
  const form = /^\/skjema\/([^/]+)$/.exec(then)?.[1];
  await open(page, `/logg-inn?til=${encodeURIComponent(form ? '/minside' : then)}`);
  const card = page.locator('li').filter({ hasText: word(language, `session.story_${story}`) });
  await card.getByRole('button').click();
  await expect(page.getByRole('button', { name: word(language, 'frame.sign_out') })).toBeVisible();
  if (form) {
    await page.request.delete(`/api/v1/forms/${form}/draft`);
    await open(page, then);
  }
}

/** No violation of any axe rule; none is switched off. No id stands twice: axe does not look for that. */
export async function accessible(page: Page, part?: string): Promise<void> {
  let builder = new AxeBuilder({ page });
  if (part) builder = builder.include(part);
  const { violations } = await builder.analyze();
  const told = violations.map((violation) => `${violation.id}: ${violation.help}\n  ${violation.nodes.map((node) => `${node.target.join(' ')} ${node.failureSummary ?? ''}`).join('\n  ')}`);
  const ids = await page.evaluate(() => [...document.querySelectorAll('[id]')].map((element) => element.id));
  const twice = ids.filter((id, place) => ids.indexOf(id) !== place).map((id) => `the id ${id} stands twice`);
  expect([...told, ...twice]).toEqual([]);
}

/** Nothing is wider than the window: WCAG 1.4.10. */
export async function fits(page: Page): Promise<void> {
  const widths = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  expect(widths[0], 'width of the page').toBeLessThanOrEqual(widths[1]);
}

/** Presses Tab until the element has focus. */
export async function tabTo(page: Page, selector: import('@playwright/test').Locator, most = 120): Promise<void> {
  for (let presses = 0; presses < most; presses++) {
    if (await selector.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('not reached by Tab');
}
