import { type ChildProcess, spawn } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createServerCertificate } from '../../packages/embedded-cluster/testing.js';
import type { Connection } from '../../packages/kubernetes-client/connection/connection.js';
import { createApiClient } from './api-client.js';
import { grantControllersRights } from './controller-rights.js';
import type { ServerUnderTest } from './server-under-test.js';

/** etcd and kube-apiserver with their data in a temporary folder. */
interface Running {
  readonly folder: string;
  readonly processes: readonly ChildProcess[];
}

/** The user of the reconcilers. */
const CONTROLLER = 'controller';
const startSeconds = 60;
const stopSeconds = 10;

/**
 * Starts an etcd and a kube-apiserver of `assets` on free ports of the loopback interface: a control plane without
 * controllers, scheduler or nodes. `stop` ends both and removes their data, and so does the end of this process.
 *
 * @param assets folder of the programs, as setup-envtest downloads them
 * @throws Error with the last lines of the server's log when it is not ready within a minute
 */
export async function startControlPlane(assets: string): Promise<ServerUnderTest> {
  const folder = mkdtempSync(join(tmpdir(), 'contract-'));
  const [clientPort, peerPort, port] = await freePorts();
  const etcd = start(join(assets, 'etcd'), folder, ['--config-file', etcdConfig(folder, clientPort, peerPort)]);
  const { connection, controller, flags } = identity(folder, port);
  const server = start(join(assets, 'kube-apiserver'), folder, [
    ...flags,
    `--etcd-servers=http://127.0.0.1:${clientPort}`,
    // A paginated list expires within the time of a test, not after ten minutes.
    '--etcd-compaction-interval=3s',
    `--secure-port=${port}`,
    '--bind-address=127.0.0.1',
    '--advertise-address=127.0.0.1',
    '--service-cluster-ip-range=10.0.0.0/24',
    '--authorization-mode=RBAC',
    // No controller creates the default ServiceAccounts here.
    '--disable-admission-plugins=ServiceAccount',
    // As OpenShift does.
    '--enable-admission-plugins=OwnerReferencesPermissionEnforcement',
  ]);
  const running = { folder, processes: [server, etcd] };
  const guard = startGuard(running);
  const stop = async () => {
    guard.kill('SIGKILL');
    await stopAll(running);
  };
  const client = createApiClient(connection);
  try {
    await ready(connection, running);
    await grantControllersRights(client, CONTROLLER);
  } catch (error) {
    await stop();
    throw error;
  } finally {
    client.close();
  }
  return { connection, controller, runsJobs: false, bookmarkSeconds: 10, stop };
}

/** Ports that were free when asked. */
async function freePorts(): Promise<[number, number, number]> {
  const servers = [createServer(), createServer(), createServer()] as const;
  const ports = await Promise.all(
    servers.map(async (server) => {
      await once(server.listen(0, '127.0.0.1'), 'listening');
      const address = server.address();
      return typeof address === 'object' && address ? address.port : 0;
    }),
  );
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports as [number, number, number];
}

function etcdConfig(folder: string, clientPort: number, peerPort: number): string {
  const client = `http://127.0.0.1:${clientPort}`;
  const peer = `http://127.0.0.1:${peerPort}`;
  const path = join(folder, 'etcd.json');
  const config = {
    name: 'contract',
    'data-dir': join(folder, 'etcd'),
    'listen-client-urls': client,
    'advertise-client-urls': client,
    'listen-peer-urls': peer,
    'initial-advertise-peer-urls': peer,
    'initial-cluster': `contract=${peer}`,
    // Data is removed after the test, so it need not be durable.
    'unsafe-no-fsync': true,
  };
  // YAML is a superset of JSON.
  writeFileSync(path, JSON.stringify(config));
  return path;
}

interface Identity {
  /** The administrator's. */
  readonly connection: Connection;
  readonly controller: Connection;
  readonly flags: readonly string[];
}

/** Certificate, signing key and tokens, all new, and the flags that name them. */
function identity(folder: string, port: number): Identity {
  const [token, controllersToken] = [randomBytes(24).toString('base64url'), randomBytes(24).toString('base64url')];
  const { caPem, cert, key } = createServerCertificate(Date.now());
  const signer = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const write = (name: string, text: string) => {
    writeFileSync(join(folder, name), text, { mode: 0o600 });
    return join(folder, name);
  };
  const privateKey = signer.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const publicKey = signer.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const connectionOf = (bearer: string): Connection => ({
    server: new URL(`https://127.0.0.1:${port}`),
    namespace: 'default',
    credentials: async () => ({ headers: { authorization: `Bearer ${bearer}` }, tls: { ca: caPem } }),
  });
  const users = `${token},admin,admin,system:masters\n${controllersToken},${CONTROLLER},${CONTROLLER}\n`;
  return {
    connection: connectionOf(token),
    controller: connectionOf(controllersToken),
    flags: [
      `--cert-dir=${folder}`,
      `--tls-cert-file=${write('server.crt', cert)}`,
      `--tls-private-key-file=${write('server.key', key)}`,
      `--token-auth-file=${write('tokens.csv', users)}`,
      '--service-account-issuer=https://kubernetes.default.svc',
      `--service-account-key-file=${write('signer.pub', publicKey)}`,
      `--service-account-signing-key-file=${write('signer.key', privateKey)}`,
    ],
  };
}

function start(program: string, folder: string, flags: readonly string[]): ChildProcess {
  const log = openSync(join(folder, 'log'), 'a');
  // Without a listener a missing program would end the tests; with it, `ready` reports it.
  return spawn(program, flags, { stdio: ['ignore', log, log] }).on('error', () => {});
}

async function ready(connection: Connection, { folder, processes }: Running): Promise<void> {
  const client = createApiClient(connection);
  const deadline = Date.now() + startSeconds * 1000;
  const isReady = () =>
    client
      .send('GET', '/api/v1/namespaces/default')
      .then(({ code }) => code === 200)
      .catch(() => false);
  while (!(await isReady())) {
    const dead = processes.find(({ exitCode, pid }) => exitCode !== null || pid === undefined);
    if (dead || Date.now() > deadline) {
      const log = readFileSync(join(folder, 'log'), 'utf8').split('\n').slice(-20).join('\n');
      throw new Error(`Cannot start ${(dead ?? processes[0])?.spawnfile}: it is not ready; its log ends:\n${log}`);
    }
    await delay(100);
  }
  client.close();
}

/** Ends and removes everything when this process ends for any reason: its end of the pipe closes. */
function startGuard({ folder, processes }: Running): ChildProcess {
  const pids = processes.flatMap(({ pid }) => (pid === undefined ? [] : [String(pid)]));
  const script = 'read -r _; kill "$@"; sleep 3; kill -KILL "$@"; rm -rf "$0"';
  return spawn('/bin/sh', ['-c', script, folder, ...pids], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
}

/** In the given order, because a server without its etcd waits for it. */
async function stopAll({ folder, processes }: Running): Promise<void> {
  for (const child of processes) await ended(child);
  rmSync(folder, { recursive: true, force: true });
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  const impatience = setTimeout(() => child.kill('SIGKILL'), stopSeconds * 1000);
  await exit;
  clearTimeout(impatience);
}
