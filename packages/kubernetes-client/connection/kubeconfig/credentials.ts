import { readFile } from 'node:fs/promises';
import type { Credentials, TlsIdentity } from '../connection.js';
import type { ExecCredentialStatus } from './exec-plugin.js';
import { impersonationHeaders } from './impersonation.js';
import type { ChosenContext, ExecEntry, UserEntry } from './kubeconfig.js';
import { KubeconfigError } from './kubeconfig-error.js';

/**
 * The credentials of the context's user; files are read at each call.
 *
 * @param askPlugin asks the user's credential plugin, or remembers its answer; not called without one
 */
export async function credentialsOf(
  context: ChosenContext,
  askPlugin: (plugin: ExecEntry) => Promise<ExecCredentialStatus>,
): Promise<Credentials> {
  const { user } = context;
  if (user['auth-provider']) {
    throw new KubeconfigError(`Cannot use context ${context.name}: auth-provider is no longer supported`, [
      'let the user have an exec plugin instead; see https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins',
    ]);
  }
  const own = await ownAuthorization(user);
  const plugin = user.exec && !own ? await askPlugin(user.exec) : {};
  const authorization = own ?? (plugin.token ? `Bearer ${plugin.token}` : undefined);
  return {
    headers: { ...(authorization ? { authorization } : {}), ...impersonationHeaders(user, context.name) },
    tls: await tlsOf(context, plugin),
  };
}

/** What the kubeconfig itself says, which wins over a plugin; the file of a token over the token. */
async function ownAuthorization({
  tokenFile,
  token: given,
  username,
  password,
}: UserEntry): Promise<string | undefined> {
  const token = tokenFile ? await tokenIn(tokenFile) : given;
  if (token) return `Bearer ${token}`;
  return username ? `Basic ${Buffer.from(`${username}:${password ?? ''}`).toString('base64')}` : undefined;
}

async function tokenIn(file: string): Promise<string> {
  const token = (await read(file, 'token')).toString('utf8').trim();
  if (token === '') throw new KubeconfigError(`Cannot use the token that the kubeconfig names: ${file} is empty`);
  return token;
}

async function tlsOf({ cluster, user }: ChosenContext, plugin: ExecCredentialStatus): Promise<TlsIdentity> {
  const ca = await dataOrFile(cluster['certificate-authority-data'], cluster['certificate-authority'], 'CA');
  const cert =
    plugin.clientCertificateData ??
    (await dataOrFile(user['client-certificate-data'], user['client-certificate'], 'client certificate'));
  const key = plugin.clientKeyData ?? (await dataOrFile(user['client-key-data'], user['client-key'], 'client key'));
  const servername = cluster['tls-server-name'];
  return {
    ...(ca ? { ca } : {}),
    ...(cert ? { cert } : {}),
    ...(key ? { key } : {}),
    ...(cluster['insecure-skip-tls-verify'] ? { rejectUnauthorized: false } : {}),
    ...(servername ? { servername } : {}),
  };
}

async function dataOrFile(data: string | undefined, file: string | undefined, what: string) {
  if (data) return Buffer.from(data, 'base64');
  return file ? read(file, what) : undefined;
}

async function read(file: string, what: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new KubeconfigError(`Cannot read the ${what} that the kubeconfig names: ${file}`, [], { cause });
  }
}
