import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { Finished } from '../plugin.js';
import { type Given, taskFolder } from './run-in.js';

const folder = taskFolder(`
tasks:
  hello: { script: 'echo "hello $1"; echo oops >&2' }
  seven: { script: 'exit 7' }
  build: { script: 'echo building' }
  broken: { script: 'echo broken; exit 3' }
  test: { pre: [build], script: 'echo testing' }
  after-broken: { pre: [broken, build], script: 'echo never' }
  diamond: { pre: [test, left], script: 'echo top' }
  left: { pre: [build], script: 'echo left' }
  group: { pre: [build, hello] }
  values: { env: { A: '\${vars.a}' }, script: 'printf "%s|%s|%s" "$A" "$B" "$*"' }
  read: { script: 'cat' }
  ask: { confirm: 'Really?', script: 'echo done' }
  killed: { script: 'kill -9 $$' }
  late: { timeout: 1s, script: 'exec sleep 60' }
  talk: { interactive: true, script: 'cat' }
  there: { component: api, executors: [container, local], script: 'echo here' }
  only-there: { component: api, executors: [container], script: 'echo here' }
  unset: { script: 'echo \${env:NOT_SET}' }
  'db:up': { script: 'echo colon' }
  db_up: { script: 'echo underscore' }
  nowhere: { workingDir: /nonexistent, script: pwd }
  slow: { script: 'echo begun; exec sleep 600' }
  sly: { confirm: "Sure?\\e[2J\\nyes", script: 'echo' }
  fails: { script: 'echo "$1"; test "$1" = two || cat pipe; exit 1' }
vars: { a: "it's $(a) \\"text\\"" }
`);
mkdirSync(join(folder.path, 'below/deep'), { recursive: true });
execFileSync('mkfifo', [join(folder.path, 'pipe')]);
afterAll(folder.remove);

describe('one task', () => {
  const cases: Record<string, { args: string[]; given?: Given; want: [number, string, string | RegExp] }> = {
    'its output is the output, stream by stream': {
      args: ['hello', '--', 'world'],
      want: [0, 'hello world\n', 'oops\n'],
    },
    'its exit code is the exit code, and the file with its output is named': {
      args: ['seven'],
      want: [7, '', /^✗ seven {2}local {2}\d+s {2}exit code 7\n {2}log: \.kubetask\/logs\/seven\.log\n$/],
    },
    'found from a folder below': {
      args: ['seven'],
      given: { directory: 'below/deep' },
      want: [7, '', /log: \.\.\/\.\.\/\.kubetask\/logs\/seven\.log/],
    },
    'what runs before it goes to stderr': {
      args: ['test'],
      want: [0, 'testing\n', /^\[build\] building\n✓ build {2}local/],
    },
    'a failure before it: it is skipped, and the others still run': {
      args: ['after-broken'],
      want: [1, '', /broken did not succeed[\s\S]*\nbuild +local +Succeeded/],
    },
    'values arrive literally': {
      args: ['values', '-e', 'B=x=$(b) "y" \'z\'', '--', '-e', 'a b', '*'],
      want: [0, 'it\'s $(a) "text"|x=$(b) "y" \'z\'|-e a b *', ''],
    },
    '-e with a name alone: the value here': {
      args: ['values', '-e', 'B'],
      given: { env: { B: 'from here' } },
      want: [0, 'it\'s $(a) "text"|from here|', ''],
    },
    'no -i: standard input is empty': { args: ['read'], given: { stdin: 'text' }, want: [0, '', ''] },
    '-i: standard input is passed on': { args: ['read', '-i'], given: { stdin: 'text' }, want: [0, 'text', ''] },
    'interactive without a terminal: standard input all the same': {
      args: ['talk'],
      given: { stdin: 'text' },
      want: [0, 'text', ''],
    },
    '-t without a terminal: the task has none': {
      args: ['hello', '-t', '--', 'x'],
      want: [0, 'hello x\n', '-t has no effect: standard input and output are not a terminal\noops\n'],
    },
    'one that does not start has no log': {
      args: ['nowhere'],
      want: [
        126,
        '',
        /^✗ nowhere {2}local {2}\d+s {2}Cannot run in \/nonexistent: it does not exist\n {2}set workingDir to a directory\n$/,
      ],
    },
    'ended by a signal': { args: ['killed'], want: [137, '', /exit code 137: ended by SIGKILL/] },
    'its time is over': { args: ['late'], want: [124, '', /exit code 124: its timeout has passed/] },
    'a question and --yes': { args: ['ask', '--yes'], want: [0, 'done\n', ''] },
    'a question and nobody to answer': {
      args: ['ask'],
      want: [1, '', /asks "Really\?", and there is no terminal\n {2}--yes answers yes/],
    },
    'the next place of its list, when the first is not there': {
      args: ['there'],
      given: { env: { PATH: '/nowhere:/bin:/usr/bin' } },
      want: [0, 'here\n', ''],
    },
  };
  test.each(Object.entries(cases))('%s', async (_, { args, given, want: [code, stdout, stderr] }) => {
    const finished = await folder.task(['run', ...args], given);
    expect(finished).toEqual({
      code,
      stdout,
      stderr: typeof stderr === 'string' ? stderr : expect.stringMatching(stderr),
    });
  });
});

describe('several tasks', () => {
  test('lines are marked, the table tells how they ended, and one failure is 1', async () => {
    const { code, stdout, stderr } = await folder.task(['run', 'hello', 'seven', '--jobs', '1', '-e', 'x=1']);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/\[hello\] .*parameter not set/);
    expect(stderr).toMatch(
      /TASK +EXECUTOR +PHASE +EXIT CODE +DURATION\nhello +local +Failed +2 +\d+s\nseven .* 7 +\d+s\n$/,
    );
  });
  test('each once, after what it waits for', async () => {
    const { code, stdout } = await folder.task(['run', 'diamond', '-o', 'json']);
    const { tasks, exitCode } = JSON.parse(stdout) as { tasks: { name: string; phase: string }[]; exitCode: number };
    expect([code, exitCode, tasks[0]?.name, tasks.at(-1)?.name, tasks.length]).toEqual([0, 0, 'build', 'diamond', 4]);
  });
  test('a task of pre alone has no outcome of its own', async () => {
    const { code, stderr } = await folder.task(['run', 'group', 'test', '--jobs', '1']);
    expect([code, stderr]).toEqual([1, expect.stringContaining('group')]);
  });
});

describe('refused: 1, nothing on stdout, and nothing runs', () => {
  const cases: Record<string, { args: string[]; want: string[] }> = {
    'a task that does not exist': {
      args: ['helo'],
      want: ['error: Cannot find task helo in kubetask.yaml', '  did you mean hello?', '  its tasks are: after-broken'],
    },
    'no task': { args: [], want: ['error: Cannot run: name one task or more', '  the tasks in kubetask.yaml are: '] },
    'a place where it cannot run': {
      args: ['hello', '-x', 'container'],
      want: [
        'error: Cannot run task hello as container',
        '  it can run as local',
        '  container: the task has no component; set component',
      ],
    },
    'a place that its list does not have': {
      args: ['only-there', '-x', 'local'],
      want: ['error: Cannot run task only-there as local', '  local: executors of the task does not name it'],
    },
    'arguments for several': {
      args: ['hello', 'test', '--', 'x'],
      want: ['error: Cannot use -- with several tasks: name one task'],
    },
    'a reference that leads nowhere, with its place': {
      args: ['unset'],
      want: ['error: Cannot use kubetask.yaml: 1 problem', '  kubetask.yaml:20:', 'NOT_SET is not set'],
    },
    'a flavor that does not exist': { args: ['hello', '--flavor', 'x'], want: ['error: Cannot use kubetask.yaml'] },
    'a file that does not exist': {
      args: ['hello', '-f', 'nope.yaml'],
      want: ['error: Cannot read nope.yaml: it does not exist'],
    },
    'a variable that is not set': {
      args: ['hello', '-e', 'NOPE'],
      want: ['error: Cannot use -e NOPE: NOPE is not set in your environment', '  set it, or write -e NOPE=value'],
    },
    'a name that no shell can have': { args: ['hello', '-e', 'A-B=1'], want: ['error: Cannot use -e A-B: the name'] },
    'an object of a kind that there is not': {
      args: ['foo/x'],
      want: ['error: Cannot find task foo/x', '  a task of the cluster is one of batch/x, batchrun/x, task/x'],
    },
    'a question that would draw on the terminal': {
      args: ['sly'],
      want: ['error: Cannot run task sly: it asks "Sure? [2J yes", and there is no terminal'],
    },
    'no name of a variable': {
      args: ['hello', '-e', '=x'],
      want: ['error: Cannot use -e =...: the name of the variable is empty', '  write -e NAME=value, or -e NAME'],
    },
  };
  test.each(Object.entries(cases))('%s', async (_, { args, want }) => {
    const { code, stdout, stderr } = await folder.task(['run', ...args]);
    expect([code, stdout]).toEqual([1, '']);
    expect(want.filter((text) => !stderr.includes(text))).toEqual([]);
  });
  const noFiles: Record<string, { make: (path: string) => void; want: string }> = {
    'a folder': {
      make: (path) => mkdirSync(path),
      want: 'error: Cannot read kubetask.yaml: it is a directory; a task file is a file\n',
    },
    'a FIFO, which nobody may ever write to': {
      make: (path) => execFileSync('mkfifo', [path]),
      want: 'error: Cannot read kubetask.yaml: it is not a regular file\n  if you mean it, use -f kubetask.yaml\n',
    },
  };
  test.each(Object.entries(noFiles))('%s in place of the file', async (name, { make, want }) => {
    const directory = `no-file/${name}`;
    mkdirSync(join(folder.path, directory), { recursive: true });
    make(join(folder.path, directory, 'kubetask.yaml'));
    expect(await folder.task(['run', 'hello'], { directory })).toEqual({ code: 1, stdout: '', stderr: want });
  });
  test('no file: where it was looked for, and what to write', async () => {
    const { code, stderr } = await folder.task(['run', 'hello'], { directory: '..' });
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/^error: Cannot find kubetask\.yaml in .*above it\n {2}write one/),
    ]);
  });
});

test('Ctrl-C while the places are asked: 130, and no list', async () => {
  expect(await folder.task(['tasks'], { isInterrupted: true })).toEqual({ code: 130, stdout: '', stderr: '' });
});

test('Ctrl-C: what had started is cancelled', async () => {
  const { code, stderr } = await folder.task(['run', 'slow'], { onStdout: (_, interrupt) => interrupt() });
  expect([code, stderr]).toEqual([130, expect.stringMatching(/^- slow {2}local {2}\d+s {2}cancelled\n$/)]);
});

test('a folder that cannot be written: the task runs, and its output is not kept', async () => {
  mkdirSync(join(folder.path, 'closed'));
  writeFileSync(join(folder.path, 'closed/kubetask.yaml'), 'tasks: { a: { script: echo here } }');
  writeFileSync(join(folder.path, 'closed/.kubetask'), '');
  const { code, stdout, stderr } = await folder.task(['run', 'a'], { directory: 'closed' });
  expect([code, stdout, stderr]).toEqual([0, 'here\n', expect.stringMatching(/^the output of a is not kept: /)]);
});

describe('what is kept', () => {
  const logs = join(folder.path, '.kubetask/logs');
  const runsOf = (task: string) => readdirSync(join(logs, 'runs')).filter((name) => name.startsWith(`${task}~`));

  test('both streams, for the user alone, the newest run as <task>.log', async () => {
    await folder.task(['run', 'hello', '--', '3']);
    await folder.task(['run', 'hello', '--', '4']);
    expect(readFileSync(join(logs, 'hello.log'), 'utf8').split('\n').sort()).toEqual(['', 'hello 4', 'oops']);
    expect(statSync(join(logs, 'hello.log')).mode & 0o777).toBe(0o600);
  });
  test('the last three runs stay, and those that ended just now', async () => {
    for (const word of ['1', '2', '3', '4']) await folder.task(['run', 'build', '--', word]);
    expect(runsOf('build').length).toBeGreaterThan(3);
    const hourAgo = Date.now() / 1000 - 3600;
    for (const name of runsOf('build')) utimesSync(join(logs, 'runs', name), hourAgo, hourAgo);
    await folder.task(['run', 'build']);
    expect(runsOf('build')).toHaveLength(3);
  });
  test('names that differ in one mark alone have logs of their own', async () => {
    await folder.task(['run', 'db:up', 'db_up']);
    const texts = ['db+up.log', 'db_up.log'].map((name) => readFileSync(join(logs, name), 'utf8'));
    expect(texts).toEqual(['colon\n', 'underscore\n']);
  });
  test('two runs at once: each names its own file', async () => {
    const other: Promise<Finished>[] = [];
    const one = await folder.task(['run', 'fails', '--', 'one'], {
      // The second run begins and ends while the first one waits for it.
      onStdout: () =>
        other.push(
          folder.task(['run', 'fails', '--', 'two']).finally(() => writeFileSync(join(folder.path, 'pipe'), '')),
        ),
    });
    const two = await other[0];
    const textOf = ({ stderr }: Finished) =>
      readFileSync(join(folder.path, /log: (\S+)/.exec(stderr)?.[1] ?? ''), 'utf8');
    expect([one, two].map((run) => textOf(run as Finished))).toEqual(['one\n', 'two\n']);
  });
});
