import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { build } from 'esbuild';
import { processStartTime } from '../../../node/processes/process-start-time.js';
import { createScratch, scratchPaths } from '../../../node/scratch/scratch.js';
import { sweepStaleScratch } from '../../../node/scratch/scratch-owner.js';
import { whenEnded } from '../when-ended.js';

/** Beside the packages it imports. */
const bundles = join(process.cwd(), 'node_modules/.cache/kubetask-test');
let folder: string;
beforeAll(() => {
  mkdirSync(bundles, { recursive: true });
  folder = mkdtempSync(join(tmpdir(), 'test-death-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function hostCluster(kubeconfigPath: string): Promise<{ host: ChildProcess; firstLine: string }> {
  const outfile = join(bundles, 'host-cluster.mjs');
  await build({
    entryPoints: ['packages/embedded-cluster/test/node/host-cluster.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  });
  const host = spawn(process.execPath, [outfile, kubeconfigPath], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [firstLine] = (await once(createInterface({ input: host.stdout }), 'line')) as [string];
  return { host, firstLine };
}

async function contentOf(path: string): Promise<string> {
  for (;;) {
    const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
    if (text.endsWith('\n')) return text;
    await delay(5);
  }
}

async function whenRemoved(path: string): Promise<void> {
  while (existsSync(path)) await delay(5);
}

describe('sudden death', () => {
  test('kill -9 of the process that hosts the cluster: no process, folder or kubeconfig stays', async () => {
    const kubeconfig = join(folder, 'kubeconfig');
    const { host, firstLine } = await hostCluster(kubeconfig);
    const { scratchDirectory, uid } = JSON.parse(firstLine) as { scratchDirectory: string; uid: string };
    const message = join(scratchDirectory, 'pods', uid, 'containers/main/termination-message');
    const pids = (await contentOf(message)).trim().split(' ').map(Number);
    expect(pids).toHaveLength(4);
    expect(existsSync(kubeconfig)).toBe(true);

    host.kill('SIGKILL');

    await Promise.all(pids.map(whenEnded));
    await whenRemoved(scratchDirectory);
    await whenRemoved(kubeconfig);
  });
});

describe('sweepStaleScratch', () => {
  /** A scratch folder that records one running process and its owner. */
  function abandon(name: string, owner: object, recordedStartTime?: string) {
    const child = spawn('sleep', ['600'], { detached: true, stdio: 'ignore' });
    const pid = child.pid ?? 0;
    const paths = createScratch(join(folder, name));
    writeFileSync(join(paths.processGroups, `${pid}`), recordedStartTime ?? processStartTime(pid) ?? '');
    const kubeconfig = { path: join(folder, 'none'), serverUrl: 'https://none' };
    writeFileSync(join(paths.root, 'owner.json'), JSON.stringify({ ...owner, kubeconfig }));
    return { root: paths.root, pid, ended: once(child, 'exit') };
  }
  const deadOwner = { pid: process.pid, startTime: 'another process had this id' };
  const livingOwner = { pid: process.pid, startTime: processStartTime(process.pid) };

  test('the owner is dead: its processes end, its folder goes', async () => {
    const { root, ended } = abandon('dead', deadOwner);
    await sweepStaleScratch(root);
    await ended;
    expect(existsSync(root)).toBe(false);
  });

  test('the owner lives: nothing changes', async () => {
    const { root, pid } = abandon('living', livingOwner);
    await sweepStaleScratch(root);
    expect(existsSync(scratchPaths(root).processGroups)).toBe(true);
    expect(process.kill(pid)).toBe(true);
  });

  test('a recorded id that has passed to another process: that one is spared', async () => {
    const { root, pid } = abandon('reused', deadOwner, 'an earlier process');
    await sweepStaleScratch(root);
    expect(existsSync(root)).toBe(false);
    expect(process.kill(pid)).toBe(true);
  });
});
