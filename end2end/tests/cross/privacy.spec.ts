// What the browser is left with: no person data in storage, addresses or cookies that scripts can read.
import { PEOPLE, expect, signIn, test } from '../../support/test.ts';
import { fillToSummary } from '../../support/form.ts';
import { sealed } from '../../support/device.ts';

test('nothing of a person stays in the browser', async ({ page, context }) => {
  const addresses: string[] = [];
  page.on('request', (request) => addresses.push(request.url()));
  await signIn(page, PEOPLE.newHere, 'nb', '/skjema/meld-feil');
  await expect(page).toHaveURL(/\/skjema\/meld-feil\/\w+/);
  await fillToSummary(page, 'nb');
  const stored = await page.evaluate(async () => ({
    local: JSON.stringify(localStorage),
    session: JSON.stringify(sessionStorage),
    caches: await caches.keys(),
    cookie: document.cookie,
  }));
  expect(stored).toEqual({ local: '{}', session: '{}', caches: [], cookie: expect.not.stringMatching(/session/) });
  // Everything is with the server, so nothing is left on the device.
  await expect(async () => expect(await sealed(page)).toEqual([])).toPass();
  const session = (await context.cookies()).find((cookie) => /session/.test(cookie.name));
  expect(session).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' });
  for (const address of addresses) expect(decodeURIComponent(address)).not.toMatch(/Et svar|(?<![0-9a-f])\d{11}(?![0-9a-f])/);
});
