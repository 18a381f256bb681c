// The list of pages in these tests against the routes of the app: a new page cannot stay unseen.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';

const SEEN = ['/', '/tjenester', '/tjenester/:id', '/logg-inn', '/skjema/:form/:page?/:reference?', '/fortsett', '/minside', '/minside/data', '/minside/innlogginger', '/minside/saker/:reference', '/komponenter'];

test('every route is visited by the accessibility tests', () => {
  const router = readFileSync(join(import.meta.dirname, '..', '..', '..', 'src', 'app.rs'), 'utf8');
  const routes = [...router.matchAll(/pattern: "([^"]+)"/g)].map((found) => found[1]);
  expect(routes).toEqual(SEEN);
});
