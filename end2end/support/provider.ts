// A real OpenID provider on loopback, set up as ID-porten is, with a page of its own to log in on.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { type IncomingMessage, type Server as HttpServer, type ServerResponse, createServer } from 'node:http';
import { join } from 'node:path';
import { Provider, interactionPolicy } from 'oidc-provider';

const HIGH = 'idporten-loa-high';
const SUBSTANTIAL = 'idporten-loa-substantial';

/** Who can log in there. Synthetic numbers: the month has 80 added. */
const ACCOUNTS: Record<string, Record<string, unknown>> = {
  kari: { pid: '15859430179' },
  utland: {},
  // As staff.
  per: { name: 'Per Ås', groups: ['S-Alle', 'S-Saksbehandlere', 'S-Administratorer'] },
  gjest: { name: 'Guri Gjest', groups: ['S-Alle'] },
};

export class OidcProvider {
  private sockets: HttpServer | undefined;
  private readonly provider: Provider;

  private constructor(readonly issuer: string, private readonly port: number, private readonly site: string, keys: { public: object }) {
    const signing = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });
    const client = (id: string, path: string) => ({
      client_id: id, token_endpoint_auth_method: 'private_key_jwt' as const, token_endpoint_auth_signing_alg: 'RS256',
      jwks: { keys: [{ ...keys.public, kid: 'ours', use: 'sig', alg: 'RS256' }] }, grant_types: ['authorization_code'], response_types: ['code'],
      redirect_uris: [`${site}/auth${path}/callback`], post_logout_redirect_uris: [`${site}/auth${path}/logout/done`],
    });
    const policy = interactionPolicy.base();
    policy.remove('consent');
    // Who is logged in at a lower level logs in once more.
    policy.get('login')?.checks.add(new interactionPolicy.Check('level', 'a higher level is asked for', 'login_required', (context) => {
      const { oidc } = context;
      const asked = String(oidc.params?.acr_values ?? '').split(' ');
      return Boolean(oidc.session?.accountId) && asked.includes(HIGH) && oidc.session?.acr !== HIGH;
    }));
    this.provider = new Provider(issuer, {
      clients: [client('servicetorg', ''), client('servicetorg-ansatt', '/staff')],
      jwks: { keys: [{ ...signing, kid: 'one', use: 'sig', alg: 'RS256' }] },
      // As providers have to: sites send people out by a form.
      cookies: { keys: [randomBytes(16).toString('hex')], long: { sameSite: 'none', secure: true }, short: { sameSite: 'none', secure: true } },
      acrValues: [SUBSTANTIAL, HIGH],
      claims: { acr: null, auth_time: null, iss: null, sid: null, openid: ['sub'], profile: ['pid', 'name', 'groups'] },
      conformIdTokenClaims: false,
      enableHttpPostMethods: true,
      pkce: { required: () => true },
      ttl: { AccessToken: 120, IdToken: 120, AuthorizationCode: 60, Session: 7200, Interaction: 900, Grant: 7200 },
      interactions: { policy, url: (_, interaction) => `/interaksjon/${interaction.uid}` },
      findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...ACCOUNTS[id] }) }),
      loadExistingGrant: async ({ oidc }) => {
        const grant = new this.provider.Grant({ clientId: oidc.client?.clientId, accountId: oidc.session?.accountId });
        grant.addOIDCScope('openid profile');
        await grant.save();
        return grant;
      },
      features: {
        devInteractions: { enabled: false },
        pushedAuthorizationRequests: { enabled: true, requirePushedAuthorizationRequests: true },
        rpInitiatedLogout: {
          enabled: true,
          // Front-channel logout: every site that somebody has logged in to from here is told, in a frame.
          logoutSource: (context, form) => {
            const { session } = context.oidc;
            const told = (session?.accountId ? ['servicetorg', 'servicetorg-ansatt'] : [])
              .map((id) => session?.sidFor(id))
              .filter((sid) => sid !== undefined)
              .map((sid) => `<iframe src="${site}/auth/logout/frontchannel?iss=${encodeURIComponent(issuer)}&sid=${sid}"></iframe>`);
            context.body = page(`${form}<input type="hidden" name="logout" value="yes" form="op.logoutForm">${told.join('')}
              <script>onload = () => document.getElementById('op.logoutForm').submit()</script>`);
          },
          postLogoutSuccessSource: (context) => { context.body = page('<h1>Logget ut av innloggingen</h1>'); },
        },
      },
    });
    // Browsers keep secure cookies of this computer without https; Koa does not know that.
    const create = this.provider.createContext.bind(this.provider);
    this.provider.createContext = (...call) => {
      const context = create(...call);
      context.cookies.secure = true;
      return context;
    };
    // ID-porten tells it to clients that are registered for front-channel logout.
    Object.assign(this.provider.Client.prototype, { includeSid: () => true });
  }

  /** For a server at this address; `folder` gets the file with its key. */
  static async start(site: string, folder: string): Promise<OidcProvider> {
    const probe = createServer().listen(0, '127.0.0.1');
    await once(probe, 'listening');
    const address = probe.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    probe.close();
    await once(probe, 'close');
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    writeFileSync(join(folder, 'key.pem'), privateKey.export({ format: 'pem', type: 'pkcs8' }));
    // Another site than the server's, which is at localhost.
    const provider = new OidcProvider(`http://127.0.0.1:${address.port}`, address.port, site, { public: publicKey.export({ format: 'jwk' }) });
    await provider.up();
    return provider;
  }

  /** The settings of a server that asks this provider, for people and for staff. */
  options(folder: string): string[] {
    const key = join(folder, 'key.pem');
    return [
      ...this.staffOptions(folder), '--oidc-issuer', this.issuer, '--oidc-client-id', 'servicetorg', '--oidc-key-file', key, '--oidc-key-id', 'ours',
    ];
  }

  /** The same for staff alone. */
  staffOptions(folder: string): string[] {
    const key = join(folder, 'key.pem');
    return [
      '--base-url', this.site, '--staff-issuer', this.issuer, '--staff-client-id', 'servicetorg-ansatt', '--staff-key-file', key, '--staff-key-id', 'ours',
      '--staff-roles-claim', 'groups', '--staff-roles', 'S-Saksbehandlere=case_worker,S-Administratorer=administrator',
    ];
  }

  async up(): Promise<void> {
    const callback = this.provider.callback();
    this.sockets = createServer((request, response) => {
      const answered = request.url?.startsWith('/interaksjon/') ? this.interaction(request, response) : callback(request, response);
      Promise.resolve(answered).catch((error: unknown) => { response.statusCode = 500; response.end(String(error)); });
    }).listen(this.port, '127.0.0.1');
    await once(this.sockets, 'listening');
  }

  async down(): Promise<void> {
    const sockets = this.sockets;
    this.sockets = undefined;
    if (!sockets) return;
    sockets.close();
    sockets.closeAllConnections();
    await once(sockets, 'close');
  }

  /** The page to log in on, and what comes of it: `?som=kari&niva=…`, or `?feil=access_denied`. */
  private async interaction(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { params } = await this.provider.interactionDetails(request, response);
    const asked = new URL(request.url ?? '', this.issuer).searchParams;
    const error = asked.get('feil');
    const account = asked.get('som');
    if (error) return this.provider.interactionFinished(request, response, { error }, { mergeWithLastSubmission: false });
    if (account) {
      const login = { accountId: account, acr: asked.get('niva') ?? SUBSTANTIAL };
      return this.provider.interactionFinished(request, response, { login }, { mergeWithLastSubmission: false });
    }
    const level = String(params.acr_values ?? '').split(' ')[0] ?? '';
    const links = Object.keys(ACCOUNTS).map((name) => `<li><a href="?som=${name}&niva=${level}">${name}</a></li>`);
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(page(`<h1>Innlogging</h1><p id="asked">${level} ${String(params.ui_locales)}</p><ul>${links.join('')}</ul>
      <p><a href="?feil=access_denied">Avbryt</a> <a href="?feil=invalid_scope">Feil</a></p>`));
  }
}

function page(body: string): string {
  return `<!doctype html><html lang="nb"><title>Innlogging</title>${body}</html>`;
}
