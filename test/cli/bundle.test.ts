import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { VERSION } from '../../api/version.js';
import { bundleCli } from '../../scripts/bundle-cli.js';

const folder = mkdtempSync(join(tmpdir(), 'test-plugin-'));
const plugin = join(folder, 'kubectl-task');
const env = { PATH: `${folder}:${process.env['PATH']}` };

let packages: readonly string[];
beforeAll(async () => {
  packages = await bundleCli(folder);
});
afterAll(() => rmSync(folder, { recursive: true }));

test('it contains neither the Kubernetes client nor the synthesizer, which load slowly', () => {
  expect(packages).toEqual(['@marcbachmann/cel-js', 'commander', 'rfc6902', 'yaml']);
});
test('it runs where no package is installed', () => {
  expect(execFileSync(plugin, ['version', '--client'], { cwd: folder, encoding: 'utf8' })).toContain(VERSION);
});
test('no argument: usage and 1', () => {
  const { status, stderr } = spawnSync(plugin, { encoding: 'utf8' });
  expect([status, stderr]).toEqual([1, expect.stringContaining('Usage: kubectl task <command>')]);
});
test('kubectl completes it through the program next to it', () => {
  const words = execFileSync('kubectl_complete-task', ['ver'], { env, encoding: 'utf8' });
  expect(words).toBe('version\tshow versions\n:4\n');
});
describe('kubectl task local, copied without the rest of the package', () => {
  const local = () => spawnSync(plugin, ['local', '-f', 'batch.yaml'], { cwd: folder, encoding: 'utf8' });
  const files: Record<string, { keep: boolean; want: string }> = {
    'without the other files': {
      keep: true,
      want: 'the other files of the npm package are missing\n  the npm package has them',
    },
    'without its own bundle': {
      keep: false,
      want: 'kubectl-task-local.mjs is not in the folder of kubectl-task\n  the npm package has both',
    },
  };
  test.each(Object.entries(files))('%s: one clear error', (_, { keep, want }) => {
    const batch = {
      apiVersion: 'kubetask.io/v1alpha1',
      kind: 'Batch',
      metadata: { name: 'b' },
      spec: { variableContexts: [[]] },
    };
    writeFileSync(join(folder, 'batch.yaml'), JSON.stringify(batch));
    rmSync(join(folder, keep ? 'none' : 'kubectl-task-local.mjs'), { force: true });
    const { status, stderr } = local();
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: `cluster   starts on this machine\nerror: Cannot start a cluster on this machine: ${want}: npx kubetask local\n`,
    });
  });
});
