import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import type { ChosenContext, ExecEntry } from './kubeconfig.js';
import { KubeconfigError } from './kubeconfig-error.js';

const run = promisify(execFile);

/** What a credential plugin answers. Source: https://kubernetes.io/docs/reference/config-api/client-authentication.v1/ */
export interface ExecCredentialStatus {
  /** RFC 3339; without it the credential is good until the server says otherwise. */
  readonly expirationTimestamp?: string;
  readonly token?: string;
  readonly clientCertificateData?: string;
  readonly clientKeyData?: string;
}

/**
 * Asks the credential plugin of the context's user, as clouds use them.
 *
 * @throws KubeconfigError with the plugin's own words, and its install hint when it is not there
 */
export async function execCredential(
  plugin: ExecEntry,
  { cluster }: ChosenContext,
  env: Readonly<Record<string, string | undefined>>,
): Promise<ExecCredentialStatus> {
  const own = Object.fromEntries((plugin.env ?? []).map(({ name, value }) => [name, value]));
  if (!plugin.command)
    throw new KubeconfigError('Cannot log in: the credential plugin of the kubeconfig has no command');
  if (plugin.apiVersion !== undefined && !versions.has(plugin.apiVersion))
    throw new KubeconfigError(
      `Cannot log in: the credential plugin ${plugin.command} has apiVersion ${plugin.apiVersion}; use client.authentication.k8s.io/v1 or v1beta1`,
    );
  const info = JSON.stringify(execInfo(plugin, cluster));
  try {
    const { stdout } = await run(plugin.command, [...(plugin.args ?? [])], {
      env: { ...env, ...own, KUBERNETES_EXEC_INFO: info },
      maxBuffer: 1 << 20,
    });
    return statusOf(stdout);
  } catch (cause) {
    throw pluginError(plugin, cause);
  }
}

/** Source: https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins */
const versions: ReadonlySet<string> = new Set([
  'client.authentication.k8s.io/v1',
  'client.authentication.k8s.io/v1beta1',
]);

function execInfo({ apiVersion, provideClusterInfo }: ExecEntry, cluster: ChosenContext['cluster']): object {
  const info = {
    server: cluster.server,
    'tls-server-name': cluster['tls-server-name'],
    'insecure-skip-tls-verify': cluster['insecure-skip-tls-verify'],
    'certificate-authority-data': authorityOf(cluster),
    config: cluster.extensions?.find(({ name }) => name === 'client.authentication.k8s.io/exec')?.extension,
  };
  return {
    apiVersion: apiVersion ?? 'client.authentication.k8s.io/v1',
    kind: 'ExecCredential',
    spec: { interactive: false, ...(provideClusterInfo ? { cluster: info } : {}) },
  };
}

/** Plugins get the certificates themselves, whether the kubeconfig has them or names their file. */
function authorityOf(cluster: ChosenContext['cluster']): string | undefined {
  const { 'certificate-authority-data': data, 'certificate-authority': file } = cluster;
  if (data || !file) return data;
  return readFileSync(file).toString('base64');
}

function statusOf(stdout: string): ExecCredentialStatus {
  const credential: { readonly status?: ExecCredentialStatus } = JSON.parse(stdout);
  if (!credential.status) throw new Error('its answer has no status');
  return credential.status;
}

function pluginError({ command, installHint }: ExecEntry, cause: unknown): KubeconfigError {
  const { code, stderr, message } = cause as { code?: unknown; stderr?: string; message?: string };
  const why = code === 'ENOENT' ? 'no such program' : stderr?.trim() || message || String(cause);
  const hints = installHint ? installHint.trim().split('\n') : [];
  return new KubeconfigError(`Cannot log in: the credential plugin ${command} failed: ${why}`, hints, { cause });
}
