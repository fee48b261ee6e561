import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { transform } from 'esbuild';
import { packEmbeddedCluster } from '../../scripts/pack-embedded-cluster.js';

const folder = mkdtempSync(join(tmpdir(), 'test-pack-'));
const installed = join(folder, 'node_modules/@kubetask/embedded-cluster');
afterAll(() => rmSync(folder, { recursive: true }));

/** As npm installs it, without a registry: the tarball and those of our packages that it names. */
beforeAll(() => {
  const tarball = packEmbeddedCluster(folder);
  mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['-xzf', tarball, '-C', installed, '--strip-components=1']);
  const { dependencies, peerDependencies } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  for (const name of Object.keys({ ...dependencies, ...peerDependencies })) {
    mkdirSync(dirname(join(folder, 'node_modules', name)), { recursive: true });
    symlinkSync(resolve('node_modules', name), join(folder, 'node_modules', name));
  }
}, 120_000);

test('installed in an empty folder: its example runs, and ends', async () => {
  const { code } = await transform(readFileSync(join(installed, 'examples/greeting.ts'), 'utf8'), { loader: 'ts' });
  writeFileSync(join(folder, 'greeting.mjs'), code);
  const said = execFileSync(process.execPath, ['greeting.mjs'], { cwd: folder, encoding: 'utf8' });
  expect(said).toBe('The controller answered.\n');
}, 60_000);

test('in an empty folder, its example type-checks', () => {
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(folder, 'greeting.ts'), readFileSync(join(installed, 'examples/greeting.ts')));
  symlinkSync(resolve('node_modules/@types'), join(folder, 'node_modules/@types'));
  const flags = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--types', 'node', 'greeting.ts'];
  execFileSync(resolve('node_modules/.bin/tsc'), flags, { cwd: folder, stdio: 'inherit' });
}, 60_000);
