import { existsSync, statSync } from 'node:fs';
import type { RequestOptions } from 'node:https';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { KubeConfig } from '@kubernetes/client-node';
import { type Clock, systemClock } from './clock.js';
import type { Connection, Credentials, TlsIdentity } from './connection.js';
import { inClusterConnection } from './in-cluster.js';
import { rereadAtMostEvery10s } from './reread.js';

export interface LoadConnectionOptions {
  /** A file; overrides `KUBECONFIG`, the service account and `~/.kube/config`, tried in this order. */
  readonly kubeconfig?: string;
  readonly context?: string;
  /** Impersonate this user. */
  readonly as?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly clock?: Clock;
}

/**
 * Finds the API server as controller-runtime does. Only a kubeconfig loads the Kubernetes client, so a Pod never does.
 *
 * @throws Error that names the file, context or variable that is missing or wrong
 */
export async function loadConnection(options: LoadConnectionOptions = {}): Promise<Connection> {
  const { env = process.env, clock = systemClock } = options;
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port = '443' } = env;
  const named = namedFiles(options.kubeconfig ?? env.KUBECONFIG);
  if (named.length === 0 && host) return impersonating(await inClusterConnection({ host, port, clock }), options.as);
  const files = named.length > 0 ? named : [join(homedir(), '.kube', 'config')];
  return impersonating(await kubeconfigConnection(files.filter(existsSync), files, options.context, clock), options.as);
}

/** As kubectl, `KUBECONFIG` may name several files, of which some may be missing. */
function namedFiles(value: string | undefined): string[] {
  return (value ?? '').split(delimiter).filter((file) => file !== '');
}

async function kubeconfigConnection(
  files: readonly string[],
  looked: readonly string[],
  context: string | undefined,
  clock: Clock,
): Promise<Connection> {
  if (files.length === 0) {
    throw new Error(`Cannot find a cluster: ${looked.join(', ')} does not exist; set KUBECONFIG or give --kubeconfig`);
  }
  const configs = new ConfigFiles(files, context);
  const config = await configs.load(false);
  const cluster = config.getCurrentCluster();
  if (!cluster) throw new Error(`Cannot use ${files.join(', ')}: ${missingCluster(config)}`);
  if (cluster.proxyUrl) {
    throw new Error(
      `Cannot use ${files.join(', ')}: proxy-url is not supported; give a server that is reached directly`,
    );
  }
  const credentials = rereadAtMostEvery10s(async (refresh) => credentialsOf(await configs.load(refresh)), clock);
  const namespace = config.getContextObject(config.getCurrentContext())?.namespace ?? 'default';
  return { server: new URL(cluster.server), namespace, credentials };
}

function missingCluster(config: KubeConfig): string {
  const current = config.getCurrentContext();
  if (!current) return 'no current context; set one, or give --context';
  const names = config.getContexts().map(({ name }) => name);
  return `context ${current} does not exist or names no cluster; contexts are ${names.join(', ')}`;
}

/** Keeps the parsed files while they are unchanged: an exec plugin caches its token in there. */
class ConfigFiles {
  private latest: { readonly version: string; readonly config: KubeConfig } | undefined;

  constructor(
    private readonly files: readonly string[],
    private readonly context: string | undefined,
  ) {}

  async load(refresh: boolean): Promise<KubeConfig> {
    const version = this.files.map((file) => statSync(file).mtimeMs).join();
    if (!this.latest || this.latest.version !== version || refresh) {
      this.latest = { version, config: await parse(this.files, this.context) };
    }
    return this.latest.config;
  }
}

async function parse(files: readonly string[], context: string | undefined): Promise<KubeConfig> {
  const { KubeConfig } = await import('@kubernetes/client-node');
  const merged = new KubeConfig();
  for (const [index, file] of files.entries()) {
    const config = index === 0 ? merged : new KubeConfig();
    read(config, file);
    if (index > 0) merged.mergeConfig(config, true);
  }
  if (context !== undefined) merged.setCurrentContext(context);
  return merged;
}

function read(config: KubeConfig, file: string): void {
  try {
    config.loadFromFile(file);
  } catch (cause) {
    throw new Error(`Cannot read ${file}: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}

async function credentialsOf(config: KubeConfig): Promise<Credentials> {
  // Typed by hand: the client demands `https` here although it fills in the same options for a plain server.
  const options: RequestOptions & TlsIdentity = { headers: {} };
  await config.applyToHTTPSOptions(options);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(options.headers ?? {})) headers[name.toLowerCase()] = String(value);
  if (options.auth) headers.authorization = `Basic ${Buffer.from(options.auth).toString('base64')}`;
  return { headers, tls: tlsOf(options) };
}

function tlsOf({ ca, cert, key, rejectUnauthorized, servername }: TlsIdentity): TlsIdentity {
  return {
    ...(ca && { ca }),
    ...(cert && { cert }),
    ...(key && { key }),
    ...(rejectUnauthorized !== undefined && { rejectUnauthorized }),
    ...(servername && { servername }),
  };
}

function impersonating(connection: Connection, user: string | undefined): Connection {
  if (user === undefined) return connection;
  const credentials: Connection['credentials'] = async (options) => {
    const { headers, tls } = await connection.credentials(options);
    return { headers: { ...headers, 'impersonate-user': user }, tls };
  };
  return { ...connection, credentials };
}
