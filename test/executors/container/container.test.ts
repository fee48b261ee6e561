import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, expect, test } from '@jest/globals';
import { type ContainerOptions, type Executable, execute, executors } from '../../../executors/index.js';
import { Collected } from '../collect.js';

const directory = mkdtempSync(join(tmpdir(), 'container-'));
afterAll(() => rmSync(directory, { recursive: true }));

interface State {
  readonly services?: Readonly<Record<string, 'running' | 'exited'>>;
  readonly format?: 'lines' | 'array';
  readonly isDown?: boolean;
  readonly noFile?: boolean;
}

let count = 0;

/** The environment of a machine that has these engines, in this state. */
function machine(engines: readonly string[], state: State = {}) {
  const folder = join(directory, String(count++));
  mkdirSync(folder);
  for (const name of engines) symlinkSync(resolve('test/executors/container/stand-in-engine.mjs'), join(folder, name));
  writeFileSync(join(folder, 'state'), JSON.stringify({ services: { api: 'running', db: 'exited' }, ...state }));
  const env = {
    PATH: `${folder}:${resolve(process.execPath, '..')}:/usr/bin:/bin`,
    STAND_IN_STATE: join(folder, 'state'),
  };
  return { env, log: () => readFileSync(join(folder, 'state.log'), 'utf8') };
}

const noEngine = { PATH: join(directory, 'nothing') };

async function run(options: ContainerOptions, executable: Partial<Executable> = {}, stdin?: string) {
  const [stdout, stderr] = [new Collected(), new Collected()];
  const exit = await execute(
    { name: 'test', script: 'true', ...executable },
    {
      executor: executors.container(options),
      stdout,
      stderr,
      ...(stdin === undefined ? {} : { stdin: Readable.from([stdin]) }),
    },
  );
  return { ...exit, stdout: stdout.text, stderr: stderr.text };
}

const awkward = `'"\`\\ $(id) $HOME\n\té\n`;

test.each<[string, Partial<Executable>, string | undefined, object]>([
  ['output apart', { script: 'echo out; echo err >&2' }, undefined, { exitCode: 0, stdout: 'out\n', stderr: 'err\n' }],
  ['its exit code', { script: 'exit 137' }, undefined, { exitCode: 137 }],
  ['env', { script: 'printf %s "$ODD"', env: { ODD: awkward } }, undefined, { stdout: awkward }],
  ['arguments', { script: 'printf %s "$1"', args: [awkward] }, undefined, { stdout: awkward }],
  ['standard input', { script: 'cat' }, awkward, { stdout: awkward }],
  ['the working directory', { script: 'pwd', workingDir: '/usr' }, undefined, { stdout: '/usr\n' }],
  ['a timeout', { script: 'sleep 600', timeoutSeconds: 0.2 }, undefined, { exitCode: 124 }],
])('a running service: %s', async (_, executable, stdin, expected) => {
  const { env } = machine(['docker']);
  expect(await run({ service: 'api', env }, executable, stdin)).toMatchObject(expected);
});

test.each(['lines', 'array'] as const)('the state of services as %s', async (format) => {
  const { env } = machine(['podman'], { format });
  expect(await run({ service: 'api', env })).toMatchObject({ exitCode: 0 });
});

test('a service that does not run is run in a new container when the task says so', async () => {
  const { env } = machine(['nerdctl']);
  const script = 'printf %s "$IN_CONTAINER"';
  expect(await run({ service: 'db', env, whenStopped: 'run' }, { script })).toMatchObject({ stdout: 'run' });
});

test('no value of a task is part of a command line', async () => {
  const { env, log } = machine(['docker']);
  await run({ service: 'api', env }, { script: 'true "$0"', args: ['argument'], env: { NAME: 'value' } });
  expect(log()).not.toMatch(/argument|value|NAME|true/);
});

test('an aborted task ends inside the container', async () => {
  const { env } = machine(['docker']);
  const abort = new AbortController();
  const stdout = new Collected();
  stdout.once('pipe', (pipe: Readable) => pipe.once('data', () => abort.abort()));
  const executor = executors.container({ service: 'api', env });
  const script = 'sleep 600 & echo $!; wait';
  const exit = await execute({ name: 'test', script }, { executor, stdout, stderr: stdout, signal: abort.signal });
  expect(exit).toMatchObject({ exitCode: 143 });
  expect(existsSync(`/proc/${stdout.text.trim()}/exe`)).toBe(false);
});

test('a task that is aborted before it starts', async () => {
  const run = execute(
    { name: 'test', script: '' },
    { stdout: new Collected(), stderr: new Collected(), signal: AbortSignal.abort() },
  );
  await expect(run).rejects.toThrow('Task test was aborted before it started');
});

test.each<[string, Partial<ContainerOptions>, string, string]>([
  ['no engine', { env: noEngine }, 'Cannot find a container engine with compose', 'install Docker, Podman or nerdctl'],
  ['not the engine asked for', { env: noEngine, engine: 'podman' }, 'Cannot find podman compose', 'install'],
  [
    'an engine that does not run',
    { env: machine(['docker'], { isDown: true }).env },
    'Cannot reach docker: it is not running',
    'start docker',
  ],
  [
    'no compose file',
    { env: machine(['docker'], { noFile: true }).env },
    'Cannot find a compose file',
    'add compose.yaml',
  ],
  [
    'no such service',
    { env: machine(['docker']).env, service: 'web' },
    'Cannot find service web in the compose file',
    'there are: api, db',
  ],
  [
    'a service that does not run',
    { env: machine(['docker']).env, service: 'db', name: 'shop' },
    'Cannot run task test: service db is not running',
    'docker compose --project-name shop up --detach db',
  ],
])('%s', async (_, options, message, hint) => {
  await expect(run({ service: 'api', ...options })).rejects.toMatchObject({
    message: expect.stringContaining(message),
    hints: [expect.stringContaining(hint)],
    exitCode: 125,
  });
});

test('availability says why not', async () => {
  const executor = executors.container({ service: 'web', env: machine(['docker']).env });
  expect(await executor.availability()).toEqual({
    isAvailable: false,
    reason: 'Cannot find service web in the compose file',
    hints: ['there are: api, db'],
  });
});
