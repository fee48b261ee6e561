import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { installProgress, pathsOf } from './install-progress.mjs';
import { secondsText, whileShown } from './progress.mjs';

const stamp = 'node_modules/.installed';
const installed = 'node_modules/.package-lock.json';

/** Installs what package-lock.json names, unless it is installed already. */
export async function ensureInstalled() {
  const lockfile = readFileSync('package-lock.json', 'utf8');
  const wanted = createHash('sha256').update(lockfile).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  const { packages } = JSON.parse(lockfile);
  if (!isInstalled(packages)) await runNpmCi(pathsOf(packages));
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

async function runNpmCi(paths) {
  console.error(`install   ${paths.length} packages with npm ci, once; this usually takes less than a minute`);
  const started = Date.now();
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error', '--progress=false'];
  const status = await whileShown(installProgress(paths), () => run('npm', args, ['ignore', 'ignore', 'inherit']));
  if (status === 0) return console.error(`install   done in ${secondsText(Date.now() - started)}`);
  console.error(
    'error: `npm ci` failed; check that the npm registry is reachable, and that no other npm runs in this folder',
  );
  process.exit(1);
}

/** An incremental build takes about a second, and needs no words. */
const wordlessMilliseconds = 1000;

/** Compiles the product to build/. */
export async function build() {
  const started = Date.now();
  const took = () => Date.now() - started;
  const ifLong = (text) => () => (took() < wordlessMilliseconds ? '' : text());
  const words = 'build     compiling TypeScript; this usually takes a few seconds';
  const shown = { line: () => `${words}, ${secondsText(took())}`, milestone: ifLong(() => words) };
  const args = ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'];
  const status = await whileShown(shown, () => run(process.execPath, args, 'inherit'));
  if (status !== 0) process.exit(1);
  if (took() >= wordlessMilliseconds) console.error(`build     done in ${secondsText(took())}`);
}

/** Resolves to the exit code of a program; to 1 if it cannot start or a signal ends it. */
function run(program, args, stdio) {
  const child = spawn(program, args, { stdio, shell: process.platform === 'win32' && program === 'npm' });
  return new Promise((resolve) => {
    child.on('error', () => resolve(1));
    child.on('close', (code) => resolve(code ?? 1));
  });
}
