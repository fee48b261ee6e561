import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type ApiServer, kubeconfigYaml, startApiServer } from '../../../packages/embedded-cluster/index.js';
import type { Lease } from '../../../runtime/leader-election/lease.js';
import { settle } from '../engine/fake-clock.js';

const program = join(process.cwd(), 'build/test/runtime/leader-election/paused-leader.js');

let server: ApiServer;
let folder: string;
let leader: ChildProcess;
/** Method and path of everything that reached the server. */
let seen: string[];

beforeEach(async () => {
  seen = [];
  const next = ({ method, url }: { readonly method: string; readonly url: URL }) => {
    seen.push(`${method} ${url.pathname}`);
    return undefined;
  };
  server = await startApiServer({ faults: { next } });
  folder = mkdtempSync(join(tmpdir(), 'test-paused-'));
  writeFileSync(join(folder, 'kubeconfig'), kubeconfigYaml(server), { mode: 0o600 });
  leader = spawn(process.execPath, [program, join(folder, 'kubeconfig')], { stdio: 'inherit' });
});

afterEach(async () => {
  leader.kill('SIGKILL');
  await server.stop();
  rmSync(folder, { recursive: true });
});

const writes = () => seen.filter((line) => line.startsWith('POST') && line.endsWith('/configmaps')).length;
const lease = () => server.api.get('leases.coordination.k8s.io', 'default', 'controller') as Lease;
const until = async (holds: () => boolean) => {
  while (!holds()) await settle();
};

/** What the kernel had taken from the process before it stopped arrives; then nothing comes for a second. */
async function quiet(): Promise<void> {
  for (let before = -1; before !== seen.length; ) {
    before = seen.length;
    await pause(1000);
  }
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

test('a leader that is stopped, loses its lease, and goes on: writes nothing more', async () => {
  await until(() => writes() > 50);
  leader.kill('SIGSTOP');
  await quiet();
  const spec = { ...lease().spec, holderIdentity: 'another' };
  server.api.update('leases.coordination.k8s.io', { ...lease(), ...{ spec } });
  // Longer than the two seconds for which it may count on a renewal.
  await pause(2000);
  const before = writes();
  const all = seen.length;
  leader.kill('SIGCONT');
  // It asks for its lease again, so it does go on.
  await until(() => seen.length > all);
  await pause(500);
  expect(writes() - before).toBe(0);
}, 60_000);
