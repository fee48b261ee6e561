import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

const folder = mkdtempSync(join(tmpdir(), 'test-leaks-'));
let said: Record<string, string>;
beforeAll(() => {
  said = messages();
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true }));

const cases: Record<string, { body: string; want: RegExp }> = {
  'closes what it opens': { body: 'clearInterval(setInterval(() => {}, 1000));', want: /^$/ },
  'uses the standard streams first': { body: "process.stdin; process.stdout; process.stderr.write('');", want: /^$/ },
  'a timer': { body: 'setInterval(() => {}, 1000);', want: /a-timer.test.js left open: 1 x Timeout\. / },
  'a server': {
    body: "const server = require('net').createServer(); return new Promise((listens) => server.listen(0, listens));",
    want: /a-server.test.js left open: Server at port \d+\. /,
  },
  'a process': {
    body: "require('child_process').spawn('sleep', ['30']);",
    want: /a-process.test.js left open: .*process \d+ \(sleep 30\)\. /,
  },
  'a timer of a test that fails': {
    body: "setInterval(() => {}, 1000); throw new Error('the cause');",
    want: /^(?!.*left open).*the cause/s,
  },
};

/** By file name, what jest says of a test file with this body. */
function messages(): Record<string, string> {
  for (const [title, { body }] of Object.entries(cases))
    writeFileSync(join(folder, `${title.replaceAll(' ', '-')}.test.js`), `test('passes', () => { ${body} });`);
  const report = join(folder, 'report.json');
  const config = {
    rootDir: folder,
    testEnvironment: resolve('test/leaks/environment.mjs'),
    testEnvironmentOptions: { patienceSeconds: 0.1 },
    transform: {},
  };
  const flags = ['--config', JSON.stringify(config), '--maxWorkers=2', '--json', '--outputFile', report];
  spawnSync(process.execPath, [resolve('node_modules/jest/bin/jest.js'), ...flags], { cwd: folder });
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as {
    testResults: { name: string; message: string }[];
  };
  return Object.fromEntries(testResults.map(({ name, message }) => [basename(name, '.test.js'), message]));
}

test.each(Object.entries(cases))('a file that leaves this open is named: %s', (title, { want }) => {
  expect(said[title.replaceAll(' ', '-')]).toMatch(want);
});
