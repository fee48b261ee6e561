import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
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

test('it holds neither the Kubernetes client nor the synthesizer: both take long to load', () => {
  expect(packages).toEqual(['@marcbachmann/cel-js', 'commander', 'js-yaml', 'yaml']);
});
test('it runs where no package is installed', () => {
  expect(execFileSync(plugin, ['version', '--client'], { cwd: folder, encoding: 'utf8' })).toContain(VERSION);
});
test('no argument: usage and 1', () => {
  const { status, stderr } = spawnSync(plugin, { encoding: 'utf8' });
  expect([status, stderr]).toEqual([1, expect.stringContaining('Usage: kubectl task <command>')]);
});
test('kubectl completes it by the program beside it', () => {
  const words = execFileSync('kubectl_complete-task', ['ver'], { env, encoding: 'utf8' });
  expect(words).toBe('version\tshow versions\n:4\n');
});
