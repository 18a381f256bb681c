// Starts the real server on a database of its own.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

function needed(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run the tests by "cargo xtask e2e"`);
  return value;
}

async function freePort(): Promise<number> {
  const probe = createServer();
  probe.listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  probe.close();
  await once(probe, 'close');
  return address.port;
}

/** The day all tests happen on: a Tuesday in opening hours. */
export const TODAY = '2026-11-24T09:03:00Z';

export class Server {
  readonly url: string;
  readonly folder = mkdtempSync(join(tmpdir(), 'servicetorg-'));
  private process: ChildProcess | undefined;
  private log = '';
  private mode = ['--demo', '--demo-clock', TODAY];

  private constructor(private readonly port: number, private options: string[],
    /** The folder of the content pack; another one counts from the next start. */
    public content: string) {
    this.url = `http://localhost:${port}`;
  }

  /** On the municipality's pack, or on another one. */
  static async start(options: string[] = [], content = needed('SERVICETORG_CONTENT_DIR')): Promise<Server> {
    const server = new Server(await freePort(), options, content);
    await server.up();
    return server;
  }

  /** With real sign-in and the real time, not as a demo; `options` learns where the server will be. */
  static async real(options: (url: string) => Promise<string[]>): Promise<Server> {
    const server = new Server(await freePort(), [], needed('SERVICETORG_CONTENT_DIR'));
    server.mode = [];
    const keys = ['--keys-file', join(server.folder, 'keys.toml')];
    execFileSync(needed('SERVICETORG_SERVER_BIN'), ['keys', 'new', ...keys], { stdio: 'ignore' });
    server.options = [...await options(server.url), ...keys];
    await server.up();
    return server;
  }

  /** A demo whose clock starts at `clock`; `options` learns where the server will be. */
  static async demoAt(clock: string, options: (url: string) => Promise<string[]>): Promise<Server> {
    const server = new Server(await freePort(), [], needed('SERVICETORG_CONTENT_DIR'));
    server.options = await options(server.url);
    server.setClock(clock);
    await server.up();
    return server;
  }

  /** Where the clock of the demo starts the next time. */
  setClock(clock: string): void {
    this.mode = ['--demo', '--demo-clock', clock];
  }

  /** Starts the process, on the database that is there. */
  async up(): Promise<void> {
    const started = spawn(
      needed('SERVICETORG_SERVER_BIN'),
      ['serve', ...this.mode, '--listen', `127.0.0.1:${this.port}`, '--site', needed('SERVICETORG_SITE_DIR'),
        '--content', this.content, '--database', `sqlite://${join(this.folder, 'test.db')}?mode=rwc`,
        '--files', join(this.folder, 'files'), '--mail', join(this.folder, 'mail'), ...this.options],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    this.process = started;
    const keep = (chunk: Buffer) => { this.log += chunk.toString(); };
    started.stdout.on('data', keep);
    started.stderr.on('data', keep);
    const deadline = Date.now() + 20_000;
    while (Date.now() < deadline) {
      if (started.exitCode !== null) break;
      const answer = await fetch(`${this.url}/health/ready`).catch(() => undefined);
      if (answer?.ok) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`the server did not start:\n${this.log}`);
  }

  /** Kills the process; the database stays. */
  async down(): Promise<void> {
    const running = this.process;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    const ended = once(running, 'exit');
    running.kill('SIGKILL');
    await ended;
  }

  async stop(): Promise<void> {
    await this.down();
    rmSync(this.folder, { recursive: true, force: true });
  }

  output(): string {
    return this.log;
  }
}
