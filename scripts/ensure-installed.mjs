import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const stamp = 'node_modules/.installed';

/**
 * Installs what package-lock.json names, unless that very lockfile has been installed already.
 * `npm install --no-save` keeps to the lockfile as `npm ci` does, but bears a registry that lacks another platform's
 * optional packages.
 */
export function ensureInstalled() {
  const wanted = createHash('sha256').update(readFileSync('package-lock.json')).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.error('kubetask: installing dependencies (once)');
  const { status } = spawnSync('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    console.error('kubetask: `npm install` failed; is the npm registry reachable?');
    process.exit(1);
  }
  writeFileSync(stamp, wanted);
}

/** Compiles the product to build/; a second time it costs about a second. */
export function build() {
  const { status } = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(1);
}
