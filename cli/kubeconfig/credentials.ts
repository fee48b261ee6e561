import { readFile } from 'node:fs/promises';
import type { Credentials, TlsIdentity } from '../../runtime/engine/connection.js';
import { UserError } from '../errors/user-error.js';
import type { ExecCredentialStatus } from './exec-plugin.js';
import type { ChosenContext, ExecEntry, UserEntry } from './kubeconfig.js';

/**
 * How the context's user proves who he is; files are read anew at each call.
 *
 * @param askPlugin asks the user's credential plugin, or remembers its answer; not called without one
 */
export async function credentialsOf(
  context: ChosenContext,
  askPlugin: (plugin: ExecEntry) => Promise<ExecCredentialStatus>,
): Promise<Credentials> {
  const { user } = context;
  if (user['auth-provider']) {
    throw new UserError(`Cannot use context ${context.name}: auth-provider is no longer supported`, [
      'let the user have an exec plugin instead; see https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins',
    ]);
  }
  const plugin = user.exec ? await askPlugin(user.exec) : {};
  const authorization = await authorizationOf(user, plugin);
  return { headers: authorization ? { authorization } : {}, tls: await tlsOf(context, plugin) };
}

async function authorizationOf(user: UserEntry, plugin: ExecCredentialStatus): Promise<string | undefined> {
  const file = user.tokenFile ? await read(user.tokenFile, 'token') : undefined;
  const token = plugin.token ?? file?.toString('utf8').trim() ?? user.token;
  if (token) return `Bearer ${token}`;
  const { username, password } = user;
  return username ? `Basic ${Buffer.from(`${username}:${password ?? ''}`).toString('base64')}` : undefined;
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
    throw new UserError(`Cannot read the ${what} that the kubeconfig names: ${file}`, [], { cause });
  }
}
