import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openReader } from '../../plan/agent-preset/presets/custom.js';
import type { WrapperOptions } from '../../plan/agent-preset/wrapper-options.js';
import { runAgent, type Surroundings } from '../../wrapper/run-agent.js';

const SECRET = 's3cret-token-value';
let folder: string;
let result: string;
let printed: Buffer[];
let complaints: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'test-wrapper-'));
  result = join(folder, 'result.json');
  printed = [];
  complaints = '';
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const sink = (take: (chunk: Buffer) => void) =>
  new Writable({
    write: (chunk, _, done) => {
      take(chunk);
      done();
    },
  });

const run = (
  command: readonly string[],
  options: Partial<WrapperOptions> = {},
  around: Partial<Surroundings> = {},
  reader = openReader(),
) =>
  runAgent(
    {
      promptBy: 'stdin',
      waitSeconds: 60,
      silenceSeconds: 600,
      graceSeconds: 25,
      maskEnv: ['TOKEN'],
      maskFiles: [],
      homeFiles: {},
      command,
      ...options,
    },
    reader,
    {
      env: { HOME: folder, WORKSPACE_DIR: folder, KUBETASK_RESULT: result, TOKEN: SECRET },
      directory: folder,
      stdout: sink((chunk) => printed.push(chunk)),
      stderr: sink((chunk) => {
        complaints += chunk;
      }),
      now: () => performance.now() / 1000,
      patience: { openSeconds: 0.2, stalledSeconds: 0.5 },
      onTerminate: () => {},
      ...around,
    },
  );
const shell = (script: string, ...args: readonly string[]) => ['/bin/sh', '-c', script, 'sh', ...args];
const node = (script: string) => [process.execPath, '-e', script];
const output = () => Buffer.concat(printed).toString();
const written = (): unknown => JSON.parse(readFileSync(result, 'utf8'));
const inFolder = (name: string, text = 'Say ok.') => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

describe('custom: the exit code of the command', () => {
  const cases: Record<string, { script: string; want: number; error?: string }> = {
    'it succeeds': { script: 'exit 0', want: 0 },
    'it asks to be tried again': { script: 'exit 75', want: 75, error: 'the agent ended with exit code 75' },
    'it refuses its input': { script: 'exit 64', want: 64, error: 'the agent ended with exit code 64' },
    'it fails': { script: 'exit 3', want: 3, error: 'the agent ended with exit code 3' },
    'it is killed': { script: 'kill -9 $$', want: 1, error: 'the agent ended with SIGKILL' },
  };
  test.each(Object.entries(cases))('%s', async (_, { script, want, error }) => {
    expect(await run(shell(script))).toBe(want);
    expect(written()).toEqual({ durationSeconds: expect.any(Number), ...(error && { error }) });
  });
});

describe('the prompt', () => {
  test('by its input', async () => {
    await run(shell('cat'), { promptFile: inFolder('p.md') });
    expect(output()).toBe('Say ok.');
  });

  test('as an argument, with whatever it holds', async () => {
    const prompt = '$& `id` "$HOME" {prompt}\n';
    await run(shell('printf %s "$1"', 'before {prompt} after'), {
      promptFile: inFolder('p.md', prompt),
      promptBy: 'argument',
    });
    expect(output()).toBe(`before ${prompt} after`);
  });

  test('a command that ends before it has read all of it', async () =>
    expect(await run(shell('exec 0<&-; exit 0'), { promptFile: inFolder('p.md', 'x'.repeat(3 << 20)) })).toBe(0));

  const wrong: Record<string, { make: (path: string) => void; by?: 'argument'; want: string }> = {
    'no file': { make: () => {}, want: 'there is no file PATH; add a context of type File with this filePath' },
    'an empty file': { make: (path) => writeFileSync(path, ' \n'), want: 'PATH is empty' },
    'a folder': { make: (path) => mkdirSync(path), want: 'PATH is no regular file' },
    'a named pipe': { make: (path) => execFileSync('mkfifo', [path]), want: 'PATH is no regular file' },
    'a link': { make: (path) => symlinkSync('/etc/hosts', path), want: 'PATH is a link' },
    'too long': {
      make: (path) => writeFileSync(path, 'x'.repeat((4 << 20) + 1)),
      want: 'PATH has more than 4194304 bytes',
    },
  };
  test.each(Object.entries(wrong))('%s: refused, and nothing is started', async (_, { make, want }) => {
    const path = join(folder, 'p.md');
    make(path);
    expect(await run(shell('echo started'), { promptFile: path })).toBe(42);
    const error = `Cannot read the prompt: ${want.replace('PATH', path)}`;
    expect([output(), complaints, written()]).toEqual(['', `kubetask: ${error}\n`, { durationSeconds: 0, error }]);
  });

  test('a folder that is a link out of the workspace', async () => {
    symlinkSync('/etc', join(folder, 'etc'));
    expect(await run(shell('cat'), { promptFile: join(folder, 'etc/hosts') })).toBe(42);
    expect(output()).toBe('');
  });

  test.each([
    ['longer than an argument may be', 'x'.repeat(131_072), 'it has 131072 bytes, and an argument has at most 131071'],
    ['with a NUL', 'a\0b', 'it has a NUL, which no argument has'],
  ])('as an argument, %s', async (_, prompt, why) => {
    expect(await run(shell('true'), { promptFile: inFolder('p.md', prompt), promptBy: 'argument' })).toBe(42);
    expect(written()).toMatchObject({ error: `Cannot give the prompt to the agent: ${why}` });
  });
});

describe('the stream', () => {
  test('bytes of any kind, and a line of 8 MB, pass unchanged', async () => {
    const bytes = Buffer.concat([Buffer.from([0, 255, 10, 13, 195]), Buffer.alloc(8 << 20, 'x'), Buffer.from('\n€')]);
    await run(shell('cat "$1"', inFolder('bytes', bytes as unknown as string)));
    const digest = (data: Buffer) => createHash('sha256').update(data).digest('hex');
    expect(digest(Buffer.concat(printed))).toBe(digest(bytes));
  });

  test('a Secret that is printed in two pieces, and in base64', async () => {
    await run(
      node(`process.stdout.write('a s3cret-tok'); setTimeout(() => console.log('en-value', btoa('${SECRET}')), 100)`),
    );
    expect(output()).toBe('a *** ***\n');
  });

  test('a Secret in what it complains about, and in the result that the agent wrote', async () => {
    await run(shell(`printf '{"summary":"the token is ${SECRET}"}' > "$1"; echo ${SECRET} >&2`, result));
    expect([complaints, written()]).toEqual([
      '***\n',
      { summary: 'the token is ***', durationSeconds: expect.any(Number), claims: ['summary'] },
    ]);
  });

  test('if nobody takes it, no more is read', async () => {
    let taken = 0;
    const stalled = new Writable({
      write: (chunk) => {
        taken += chunk.length;
      },
    });
    let terminate = () => {};
    const ended = run(
      shell('yes'),
      { graceSeconds: 0 },
      { stdout: stalled, onTerminate: (listener) => (terminate = listener) },
    );
    await new Promise((resolve) => setTimeout(resolve, 200));
    terminate();
    expect([await ended, taken < 1 << 20]).toEqual([143, true]);
  });
});

test('if the one who takes it goes away, the work goes on', async () => {
  const leaving: Writable = new Writable({ write: () => setTimeout(() => leaving.destroy(), 20) });
  leaving.on('error', () => {});
  expect(await run(shell('head -c 9000000 /dev/zero; exit 7'), {}, { stdout: leaving })).toBe(7);
});

test.each(['read', 'end'] as const)('a reader that fails in %s: the CLI goes on, and its task fails', async (step) => {
  const fail = () => {
    throw new Error('no such field');
  };
  const reader = { ...openReader(), [step]: fail };
  expect(await run(shell('echo a; echo b'), {}, {}, reader)).toBe(1);
  expect([output(), written()]).toEqual([
    'a\nb\n',
    expect.objectContaining({ error: 'Cannot read the stream of the agent: no such field' }),
  ]);
});

describe('the end', () => {
  const terminated = (script: string, graceSeconds: number) => {
    let terminate = () => {};
    const ended = run(
      shell(script),
      { graceSeconds },
      {
        stdout: sink(() => {
          terminate();
          terminate();
        }),
        onTerminate: (listener) => {
          terminate = listener;
        },
      },
    );
    return ended;
  };

  test('SIGTERM, also twice, reaches the CLI, which may clean up', async () => {
    expect(await terminated('trap "touch cleaned; exit 1" TERM; echo ready; while :; do sleep 0.05; done', 25)).toBe(
      143,
    );
    expect(existsSync(join(folder, 'cleaned'))).toBe(true);
    expect(written()).toMatchObject({ error: 'the agent was stopped (SIGTERM)' });
  });

  test('a CLI that has succeeded before it ended is a success', async () =>
    expect(await terminated('trap "exit 0" TERM; echo ready; while :; do sleep 0.05; done', 25)).toBe(0));

  test('a CLI that ignores SIGTERM is killed, with what it has started', async () =>
    expect(await terminated('trap "" TERM; sleep 60 & echo ready; wait; sleep 60', 0)).toBe(143));

  test('a child that keeps the output open is not waited for, and killed', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    // Ends when no process has it open for writing any more.
    const child = once(createReadStream(pipe).resume(), 'end');
    expect(await run(shell('exec 3> pipe; sleep 60 & exit 0'))).toBe(0);
    await child;
  });

  test('a CLI that closes its output and goes on', async () =>
    expect(await run(shell('exec >&- 2>&-; sleep 0.1; exit 7'))).toBe(7));
  test('silence', async () => {
    expect(await run(shell('exec sleep 60'), { silenceSeconds: 0 })).toBe(1);
    expect(written()).toMatchObject({ error: 'the agent was silent for 0 seconds' });
  });
  test('a program that is not there', async () => {
    expect(await run(['no-such-program'])).toBe(42);
    expect(written()).toMatchObject({ error: 'Cannot start no-such-program: the image has no such program' });
  });
});

describe('the result file', () => {
  const kinds: Record<string, string> = {
    'is a folder': 'mkdir "$1"',
    'is a named pipe': 'mkfifo "$1"',
    'is a link': 'ln -s /etc/hosts "$1"',
  };
  test.each(Object.entries(kinds))('%s: left as it is, and said', async (_, script) => {
    expect(await run(shell(script, result))).toBe(0);
    expect(complaints).toBe(`kubetask: Cannot write ${result}: it is no regular file\n`);
  });

  test('none is wanted', async () => expect(await run(shell('true'), {}, { env: { HOME: folder } })).toBe(0));
});

test('settings of the CLI are written into its home, unless they are there', async () => {
  mkdirSync(join(folder, '.b'));
  inFolder('.b/settings.json', 'mine');
  await run(shell('cat .a/settings.json .b/settings.json'), {
    homeFiles: { '.a/settings.json': 'ours ', '.b/settings.json': 'ours' },
  });
  expect(output()).toBe('ours mine');
});

test('the CLI starts in the first repository', async () => {
  mkdirSync(join(folder, 'repo'));
  await run(shell('basename "$PWD"'), {}, { env: { HOME: folder, KUBETASK_REPOSITORY_DIR: join(folder, 'repo') } });
  expect(output()).toBe('repo\n');
});
