// `npm test`: all checks in one command. Ends in `N passed, N failed`; exits with 1 if a check fails.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { chdir } from 'node:process';
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from './ensure-installed.mjs';

chdir(fileURLToPath(new URL('..', import.meta.url)));
const results = { passed: 0, failed: 0 };

process.on('exit', (code) => {
  // A check that threw, or one that ended this program: nothing has counted it.
  if (code !== 0 && results.failed === 0) results.failed = 1;
  console.log(`${results.passed} passed, ${results.failed} failed`);
});

console.log('checks, then tests: about 10 minutes on two idle cores');
await ensureInstalled();

const bin = (name) => join('node_modules', '.bin', name);
const folders = [
  'api',
  'plan',
  'constructs',
  'apps',
  'runtime',
  'executors',
  'packages',
  'cli',
  'wrapper',
  'bench',
  'test',
  'scripts',
].filter(existsSync);

/** Runs one check and shows its output only if it fails. */
async function check(title, run) {
  const started = Date.now();
  const problem = await run();
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(`${problem ? 'FAIL' : 'ok  '}  ${title} (${seconds} s)`);
  if (problem) console.log(problem);
  results[problem ? 'failed' : 'passed'] += 1;
}

/** Resolves to what a program printed if it failed; to nothing otherwise. */
function command(file, args) {
  const env = { ...process.env, CDK8S_CHECK_UPGRADE: 'false' };
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'], env });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (text) => {
      output += text;
    });
  }
  return new Promise((resolve) => {
    child.on('error', ({ message }) => resolve(`${output}${message}`));
    child.on('close', (status) => resolve(status === 0 ? '' : output || `exit code ${status}`));
  });
}

/** Digests of all files below the given paths, by path. */
function digests(paths) {
  const files = paths.flatMap((path) =>
    existsSync(path) && !path.includes('.')
      ? readdirSync(path, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
      : [path].filter(existsSync),
  );
  return new Map(files.map((file) => [file, createHash('sha256').update(readFileSync(file)).digest('hex')]));
}

/** Runs a generator and lists the committed files that it changed. */
async function upToDate(paths, run) {
  const before = digests(paths);
  const problem = await run();
  if (problem) return problem;
  const after = digests(paths);
  const stale = [...new Set([...before.keys(), ...after.keys()])].filter(
    (file) => before.get(file) !== after.get(file),
  );
  return stale.length === 0 ? '' : `out of date, now regenerated; commit them:\n  ${stale.join('\n  ')}`;
}

/** Five times what two idle cores need. A test run that does not end must still have a result. */
const jestMinutes = 30;

/** Coverage, counted by V8. It costs little because of test/coverage/quick-coverage.mjs. */
const coverage = [
  '--coverage',
  '--coverageProvider=v8',
  '--coverageDirectory=build/coverage',
  '--coverageReporters=json-summary',
  '--coveragePathIgnorePatterns=/packages/[^/]+/test/',
  ...folders
    .filter((name) => !['test', 'bench', 'scripts', 'apps'].includes(name))
    .map((name) => `--collectCoverageFrom=${name}/**/*.ts`),
];

/** One line per folder: the share of its lines that tests run. */
function printCoverage() {
  const file = 'build/coverage/coverage-summary.json';
  if (!existsSync(file)) return;
  const byFolder = new Map();
  for (const [path, { lines }] of Object.entries(JSON.parse(readFileSync(file, 'utf8')))) {
    const folder = path === 'total' ? 'total' : relative('.', path).split(sep)[0];
    const sum = byFolder.get(folder) ?? { covered: 0, total: 0 };
    byFolder.set(folder, { covered: sum.covered + lines.covered, total: sum.total + lines.total });
  }
  const shares = [...byFolder].map(
    ([folder, { covered, total }]) => `${folder} ${((100 * covered) / total).toFixed(1)} %`,
  );
  console.log(`lines covered: ${shares.sort().join(', ')}`);
}

/** Runs jest and returns its report; `failed` counts test files that did not run, too. */
function runJest(args) {
  const report = 'build/jest.json';
  rmSync(report, { force: true });
  const { status, signal } = spawnSync(
    process.execPath,
    [
      '--experimental-vm-modules',
      '--no-warnings',
      'node_modules/jest/bin/jest.js',
      '--json',
      `--outputFile=${report}`,
      '--silent',
      ...args,
    ],
    { stdio: ['ignore', 'ignore', 'inherit'], timeout: jestMinutes * 60_000 },
  );
  if (signal) console.log(`FAIL  tests: ended by ${signal}; they may take ${jestMinutes} minutes`);
  const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites, testResults } = existsSync(report)
    ? JSON.parse(readFileSync(report, 'utf8'))
    : { numPassedTests: 0, numFailedTests: 0, numRuntimeErrorTestSuites: 0, testResults: [] };
  const failed = numFailedTests + numRuntimeErrorTestSuites;
  return {
    passed: numPassedTests,
    // jest can also fail outside of every test, for example on its configuration.
    failed: status === 0 ? failed : Math.max(1, failed),
    failedFiles: testResults.filter((file) => file.status === 'failed'),
  };
}

/** More failed files than this are no matter of a busy machine. */
const filesRunAgain = 5;

/**
 * Test files that fail run once more, alone: some start dozens of processes, and the machine may have been too busy for them.
 * What passes only then is named, so that nobody takes it for a test that always passes.
 */
function jest() {
  const { passed, failed, failedFiles } = runJest([...coverage, ...process.argv.slice(2)]);
  const again = failedFiles.length > 0 && failedFiles.length <= filesRunAgain ? failedFiles : [];
  if (again.length === 0) {
    results.passed += passed;
    results.failed += failed;
    return;
  }
  const paths = again.map(({ name }) => relative('.', name));
  console.log(`again, alone: ${paths.join(', ')}`);
  const second = runJest(['--runInBand', '--runTestsByPath', ...paths]);
  const passedBefore = again
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === 'passed');
  results.passed += passed - passedBefore.length + second.passed;
  results.failed += second.failed;
  const stillFailing = new Set(second.failedFiles.map(({ name }) => relative('.', name)));
  const unsteady = paths.filter((path) => !stillFailing.has(path));
  if (unsteady.length > 0) console.log(`unsteady, passed only the second time: ${unsteady.join(', ')}`);
}

await check('generated files are up to date', () =>
  upToDate(
    [
      'api/generated',
      'plan/agent-preset/generated',
      'imports',
      'docs/api.md',
      'docs/errors.md',
      'docs/presets',
      'docs/quick-start',
      'docs/quick-start.md',
      'docs/README.md',
      'docs/operations.md',
      'packages/embedded-cluster/generated',
    ],
    () => command('npm', ['run', '--silent', 'generate']),
  ),
);
rmSync('build', { recursive: true, force: true });
await check('types', () => command(bin('tsc'), ['-p', 'tsconfig.json']));

/** These read what is compiled, and each uses one core. */
async function checkGenerated() {
  await check('docs/cli.md is up to date', () =>
    upToDate(['docs/cli.md'], () => command(process.execPath, ['build/scripts/generate-cli-docs.js'])),
  );
  await check(
    'docs/constructs-reference.md is up to date, 95 % of the exports of every entry point are documented',
    () =>
      upToDate(['docs/constructs-reference.md'], () => command(process.execPath, ['scripts/api-reference/main.mjs'])),
  );
  await check('dist/ and the table of the lints are up to date', () =>
    upToDate(['dist', 'docs/lints.md'], () => command(process.execPath, ['build/scripts/synth.js'])),
  );
}
async function checkSources() {
  await check('import arrows', () =>
    command(bin('depcruise'), ['--config', '.dependency-cruiser.mjs', ...folders, 'build']),
  );
  await check('lint and format', () => command(bin('biome'), ['check', '--diagnostic-level=warn', '.']));
}
await Promise.all([checkGenerated(), checkSources()]);
await check('release, dry run', () => command(process.execPath, ['build/scripts/release-dry-run.js']));
jest();
printCoverage();
process.exitCode = results.failed === 0 ? 0 : 1;
