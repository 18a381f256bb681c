// A network that breaks: passes bytes on to the server, and cuts connections as it is told.
import { once } from 'node:events';
import { type Socket, connect, createServer } from 'node:net';

/** What goes wrong with the next call of a method. */
export type Fault =
  /** The connection is cut after so many bytes of the call. */
  | { method: string; cutAfter: number }
  /** The call arrives, its answer does not. */
  | { method: string; answer: 'lost' };

export class FlakyNetwork {
  /** Methods of the calls that went through or broke, in order. */
  readonly calls: string[] = [];
  private readonly sockets = new Set<Socket>();
  private constructor(
    readonly url: string,
    private readonly server: ReturnType<typeof createServer>,
    private readonly faults: Fault[],
  ) {}

  static async before(target: string, faults: Fault[]): Promise<FlakyNetwork> {
    const { hostname, port } = new URL(target);
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const network = new FlakyNetwork(`http://localhost:${address.port}`, server, faults);
    server.on('connection', (client) => network.pass(client, connect(Number(port), hostname === 'localhost' ? '127.0.0.1' : hostname)));
    return network;
  }

  /** Whether everything that should go wrong has gone wrong. */
  isThrough(): boolean {
    return this.faults.length === 0;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  private pass(client: Socket, server: Socket): void {
    const both = [client, server];
    const cut = () => { for (const socket of both) socket.destroy(); };
    for (const socket of both) {
      this.sockets.add(socket);
      socket.on('error', cut);
      socket.on('close', () => { cut(); this.sockets.delete(socket); });
    }
    let left = Infinity;
    let isAnswerLost = false;
    client.on('data', (bytes: Buffer) => {
      // A call begins with its method; the bytes of a file do not look like one.
      const method = /^([A-Z]+) \/\S* HTTP\/1\.1\r\n/.exec(bytes.subarray(0, 300).toString('latin1'))?.[1];
      if (method) {
        this.calls.push(method);
        left = Infinity;
        if (this.faults[0]?.method === method) {
          const fault = this.faults.shift();
          if (fault && 'cutAfter' in fault) left = fault.cutAfter;
          else isAnswerLost = true;
        }
      }
      if (bytes.length < left) {
        left -= bytes.length;
        server.write(bytes);
        return;
      }
      // What has been sent before the cut arrives.
      client.removeAllListeners('data');
      server.end(bytes.subarray(0, left), () => client.destroy());
    });
    server.on('data', (bytes) => {
      if (isAnswerLost) cut();
      else client.write(bytes);
    });
  }
}
