import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const stamp = 'node_modules/.installed';
const installed = 'node_modules/.package-lock.json';

/** Installs exactly what package-lock.json names, unless that is what is there. */
export function ensureInstalled() {
  const lockfile = readFileSync('package-lock.json', 'utf8');
  const wanted = createHash('sha256').update(lockfile).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  if (!isInstalled(JSON.parse(lockfile).packages)) runNpmCi();
  writeFileSync(stamp, wanted);
}

/** By npm's own note of what it has installed. `npm ci` begins by removing everything, which nobody without a network wants. */
function isInstalled(locked) {
  if (!existsSync(installed)) return false;
  const { packages } = JSON.parse(readFileSync(installed, 'utf8'));
  return Object.entries(locked).every(([path, { version, integrity, optional }]) => {
    const there = packages[path];
    if (path === '') return true;
    return there ? there.version === version && there.integrity === integrity : optional === true;
  });
}

function runNpmCi() {
  console.error('kubetask: installing dependencies (once)');
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (status === 0) return;
  console.error('kubetask: `npm ci` failed; is the npm registry reachable?');
  process.exit(1);
}

/** Compiles the product to build/; a second time it costs about a second. */
export function build() {
  const { status } = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(1);
}
