import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type ApiServer, kubeconfigYaml, startApiServer } from '../../../packages/embedded-cluster/index.js';
import type { Lease } from '../../../runtime/leader-election/lease.js';
import { settle } from '../../kubernetes-client/fake-clock.js';

const program = join(process.cwd(), 'build/test/runtime/leader-election/paused-leader.js');

let server: ApiServer;
let folder: string;
let leader: ChildProcess;
/** Method and path of everything that reached the server. */
let seen: string[];
/** How often it wanted to write and did not. */
let refused: number;

beforeEach(async () => {
  seen = [];
  const next = ({ method, url }: { readonly method: string; readonly url: URL }) => {
    seen.push(`${method} ${url.pathname}`);
    return undefined;
  };
  server = await startApiServer({ faults: { next } });
  folder = mkdtempSync(join(tmpdir(), 'test-paused-'));
  writeFileSync(join(folder, 'kubeconfig'), kubeconfigYaml(server), { mode: 0o600 });
  writeFileSync(ahead(), '0');
  leader = spawn(process.execPath, [program, join(folder, 'kubeconfig'), ahead()], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  refused = 0;
  leader.stdout?.on('data', (lines: Buffer) => {
    refused += lines.toString().split('\n').length - 1;
  });
});

afterEach(async () => {
  leader.kill('SIGKILL');
  await server.stop();
  rmSync(folder, { recursive: true });
});

/** By how many milliseconds its clock is ahead. */
const ahead = () => join(folder, 'ahead');
const writes = () => seen.filter((line) => line.startsWith('POST') && line.endsWith('/configmaps')).length;
const lease = () => server.api.get('leases.coordination.k8s.io', 'default', 'controller') as Lease;
const until = async (holds: () => boolean) => {
  while (!holds()) await settle();
};

/** A stopped process runs no code. What the kernel had taken from it before is here after a few turns of our event loop. */
async function drained(): Promise<void> {
  for (let turn = 0; turn < 200; turn++) await settle();
}

test('a leader that is stopped, loses its lease, and continues: writes nothing more', async () => {
  await until(() => writes() > 50);
  leader.kill('SIGSTOP');
  await drained();
  const spec = { ...lease().spec, holderIdentity: 'another' };
  server.api.update('leases.coordination.k8s.io', { ...lease(), ...{ spec } });
  // Longer than the 20 seconds for which it may count on a renewal.
  writeFileSync(ahead(), '20100');
  const before = writes();
  refused = 0;
  leader.kill('SIGCONT');
  await until(() => refused > 50);
  await drained();
  expect(writes() - before).toBe(0);
}, 60_000);
