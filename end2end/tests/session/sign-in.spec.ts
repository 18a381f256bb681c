// Logging in and out.
import { PEOPLE, expect, open, signIn, test } from '../../support/test.ts';
import { word } from '../../support/words.ts';

test('a page that needs a login leads there, and back', async ({ page }) => {
  await open(page, '/minside');
  await expect(page).toHaveURL(/\/logg-inn\?til=/);
  await page.locator('li').filter({ hasText: word('nb', 'session.story_some_cases') }).getByRole('button').click();
  await expect(page).toHaveURL(/\/minside$/);
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
});

test('the login never leads to another site', async ({ page, server }) => {
  await signIn(page, PEOPLE.newHere, 'nb', '//ond.example/minside');
  await expect(page).toHaveURL(`${server.url}/minside`);
});

test('logging out ends the session on the server', async ({ page }) => {
  await signIn(page, PEOPLE.manyCases);
  await page.getByRole('button', { name: word('nb', 'frame.sign_out') }).click();
  await expect(page.getByRole('link', { name: word('nb', 'frame.sign_in') })).toBeVisible();
  const answer = await page.request.get('/api/v1/cases?lang=nb');
  expect(answer.status()).toBe(401);
  expect(await answer.json()).toMatchObject({ code: 'sign_in_required' });
});
