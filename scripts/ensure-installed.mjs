import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const stamp = 'node_modules/.installed';
const installed = 'node_modules/.package-lock.json';

/** Installs what package-lock.json names, unless it is installed already. */
export function ensureInstalled() {
  const lockfile = readFileSync('package-lock.json', 'utf8');
  const wanted = createHash('sha256').update(lockfile).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  if (!isInstalled(JSON.parse(lockfile).packages)) runNpmCi();
  writeFileSync(stamp, wanted);
}

/** From npm's record of installed packages. `npm ci` first removes everything, which fails without a network. */
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

/** Compiles the product to build/; an incremental build takes about a second. */
export function build() {
  const { status } = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(1);
}
