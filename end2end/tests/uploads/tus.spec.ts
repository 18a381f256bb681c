// Files by the public client of the protocol, over a network that breaks: every byte arrives, once.
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { expect, test as base } from '@playwright/test';
import * as tus from 'tus-js-client';
import { type Fault, FlakyNetwork } from '../../support/flaky.ts';
import { Server } from '../../support/server.ts';

const FORM = 'parkeringstillatelse';

/** Somebody with a draft, and a network that can break between them and the server. */
interface Sender { server: Server; cookie: string; over: (faults: Fault[]) => Promise<FlakyNetwork> }

const test = base.extend<{ sender: Sender }>({
  sender: async ({}, use) => {
    const server = await Server.start();
    const networks: FlakyNetwork[] = [];
    const over = async (faults: Fault[]) => {
      const network = await FlakyNetwork.before(server.url, faults);
      networks.push(network);
      return network;
    };
    await use({ server, cookie: await signInWithDraft(server.url), over });
    for (const network of networks) await network.stop();
    await server.stop();
  },
});

async function signInWithDraft(url: string): Promise<string> {
  const call = async (method: string, path: string, body?: object, headers: Record<string, string> = {}) => {
    const answer = await fetch(url + path, { method, headers: { 'content-type': 'application/json', ...headers }, body: body && JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  };
  const { people } = await (await call('GET', '/api/v1/demo/people')).json();
  const person = people.find((each: { story: string }) => each.story === 'new_here').id;
  const signedIn = await call('POST', '/api/v1/demo/sign-in', { person });
  const cookie = signedIn.headers.getSetCookie()[0].split(';')[0];
  const { definition } = await (await call('GET', `/api/v1/forms/${FORM}`)).json();
  const draft = { version: definition.version, page: definition.pages[0].id, answers: {} };
  await call('PUT', `/api/v1/forms/${FORM}/draft`, draft, { cookie, 'if-none-match': '*' });
  return cookie;
}

/** A PDF of that many bytes, no two stretches alike. */
function pdf(length: number): Buffer {
  const file = Buffer.alloc(length);
  for (let at = 0; at + 4 <= length; at += 4) file.writeUInt32LE(Math.imul(at, 2654435761) >>> 0, at);
  file.write('%PDF-1.7\n', 0);
  file.write('\n%%EOF\n', length - 7);
  return file;
}

function options(url: string, cookie: string, name: string): tus.UploadOptions {
  return {
    endpoint: `${url}/api/v1/uploads`,
    metadata: { filename: name, filetype: 'application/pdf', form: FORM, field: 'certificate', key: 'fil-1' },
    headers: { cookie },
    retryDelays: [50, 100, 200, 400, 800, 1600, 1600, 1600],
  };
}

/** Sends a file to its end; its address. */
function send(file: Buffer, how: tus.UploadOptions, started: (upload: tus.Upload) => void = () => {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const upload = new tus.Upload(file, { ...how, onError: reject, onSuccess: () => resolve(upload.url ?? '') });
    started(upload);
    upload.start();
  });
}

async function expectArrived(server: Server, cookie: string, url: string, file: Buffer): Promise<void> {
  const path = server.url + new URL(url, server.url).pathname;
  await expect(async () => {
    const told = await (await fetch(path, { headers: { cookie } })).json();
    expect(told).toMatchObject({ state: 'ready', size: file.length, sha256: createHash('sha256').update(file).digest('hex') });
  }).toPass();
  const content = await fetch(`${path}/content`, { headers: { cookie } });
  expect(Buffer.compare(Buffer.from(await content.arrayBuffer()), file)).toBe(0);
  const list = await (await fetch(`${server.url}/api/v1/uploads?form=${FORM}`, { headers: { cookie } })).json();
  expect(list.uploads).toHaveLength(1);
}

test('connections that are cut again and again cost no byte', async ({ sender }) => {
  const network = await sender.over([
    { method: 'PATCH', cutAfter: 1_000_000 },
    { method: 'PATCH', cutAfter: 400 },
    { method: 'PATCH', cutAfter: 2_500_000 },
    { method: 'HEAD', answer: 'lost' },
    { method: 'PATCH', answer: 'lost' },
  ]);
  const file = pdf(6_000_000);
  const progress: number[] = [];
  const how = { ...options(network.url, sender.cookie, 'Tegning.pdf'), onChunkComplete: (_: number, accepted: number) => { progress.push(accepted); } };
  const url = await send(file, how);
  expect(network.isThrough(), 'all that should break has broken').toBe(true);
  expect(network.calls.filter((method) => method === 'PATCH').length).toBeGreaterThanOrEqual(4);
  await expectArrived(sender.server, sender.cookie, url, file);
});

test('what came before a cut is kept', async ({ sender }) => {
  const network = await sender.over([{ method: 'PATCH', cutAfter: 1_500_000 }]);
  const file = pdf(3_000_000);
  const cut: tus.Upload = await new Promise((resolve) => {
    const upload: tus.Upload = new tus.Upload(file, { ...options(network.url, sender.cookie, 'Tegning.pdf'), retryDelays: null as unknown as number[], onError: () => resolve(upload) });
    upload.start();
  });
  const path = new URL(cut.url ?? '').pathname;
  // The server may still be writing down what came last.
  await expect(async () => {
    const head = await fetch(sender.server.url + path, { method: 'HEAD', headers: { cookie: sender.cookie, 'tus-resumable': '1.0.0' } });
    const arrived = Number(head.headers.get('upload-offset'));
    expect(arrived).toBeGreaterThan(1_490_000);
    expect(arrived).toBeLessThanOrEqual(1_500_000);
  }).toPass();
  cut.options.retryDelays = [100, 200];
  const url = await send(file, { ...cut.options, uploadUrl: cut.url });
  await expectArrived(sender.server, sender.cookie, url, file);
});

test('an announcement whose answer is lost makes one file', async ({ sender }) => {
  const network = await sender.over([{ method: 'POST', answer: 'lost' }, { method: 'POST', answer: 'lost' }]);
  const file = pdf(100_000);
  const url = await send(file, options(network.url, sender.cookie, 'Kvittering.pdf'));
  expect(network.isThrough()).toBe(true);
  await expectArrived(sender.server, sender.cookie, url, file);
});

test('a server that is killed and comes back goes on where it was', async ({ sender }) => {
  const network = await sender.over([]);
  const file = pdf(8_000_000);
  let restart: Promise<void> | undefined;
  const how: tus.UploadOptions = {
    ...options(network.url, sender.cookie, 'Tegning.pdf'),
    chunkSize: 1_000_000,
    onChunkComplete: (_, accepted) => {
      if (accepted >= 3_000_000 && !restart) restart = sender.server.down().then(() => sender.server.up());
    },
  };
  const url = await send(file, how);
  await restart;
  expect(restart).toBeDefined();
  await expectArrived(sender.server, sender.cookie, url, file);
});

test('bytes with the announcement, and taken away again', async ({ sender }) => {
  const file = pdf(50_000);
  const url = await send(file, { ...options(sender.server.url, sender.cookie, 'Kvittering.pdf'), uploadDataDuringCreation: true });
  await expectArrived(sender.server, sender.cookie, url, file);
  await tus.Upload.terminate(url, { headers: { cookie: sender.cookie } });
  expect((await fetch(url, { headers: { cookie: sender.cookie } })).status).toBe(404);
});

test('a file that is too large is not begun', async ({ sender }) => {
  const sent = send(Buffer.alloc(20_000_001), options(sender.server.url, sender.cookie, 'Film.pdf'));
  const failure = await sent.then(() => undefined, (error: tus.DetailedError) => error);
  expect(failure?.originalResponse?.getStatus()).toBe(413);
  expect(JSON.parse(failure?.originalResponse?.getBody() ?? '')).toMatchObject({ code: 'file_too_large', limit: 20_000_000 });
});

test('from a browser, on the same site, with its cookie', async ({ browser, sender }) => {
  const network = await sender.over([{ method: 'PATCH', cutAfter: 1_200_000 }, { method: 'PATCH', cutAfter: 900_000 }]);
  // The client is no part of the site, so it may come in by the side door alone.
  const context = await browser.newContext({ bypassCSP: true });
  const [name, ...value] = sender.cookie.split('=');
  await context.addCookies([{ name, value: value.join('='), url: network.url }]);
  const page = await context.newPage();
  await page.goto(`${network.url}/health/live`);
  await page.addScriptTag({ path: createRequire(import.meta.url).resolve('tus-js-client/dist/tus.min.js') });
  const file = pdf(4_000_000);
  const how = options('', '', 'Kvittering fra telefonen.pdf');
  const url = await page.evaluate(
    ({ file, metadata, retryDelays }) => new Promise<string>((resolve, reject) => {
      const bytes = Uint8Array.from(atob(file), (sign) => sign.charCodeAt(0));
      const { Upload } = (window as unknown as { tus: typeof tus }).tus;
      const upload = new Upload(new Blob([bytes]), {
        endpoint: '/api/v1/uploads', metadata, retryDelays, onError: reject, onSuccess: () => resolve(upload.url ?? ''),
      });
      upload.start();
    }),
    { file: file.toString('base64'), metadata: how.metadata, retryDelays: how.retryDelays },
  );
  expect(network.isThrough()).toBe(true);
  await expectArrived(sender.server, sender.cookie, url, file);
  await context.close();
});
