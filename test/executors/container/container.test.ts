import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, expect, test } from '@jest/globals';
import { type ContainerOptions, type Executable, execute, executors } from '../../../executors/index.js';
import { Collected } from '../collect.js';
import { expiringClock } from '../expiring-clock.js';

const directory = mkdtempSync(join(tmpdir(), 'container-'));
afterAll(() => rmSync(directory, { recursive: true }));

interface State {
  readonly services?: Readonly<Record<string, 'running' | 'exited'>>;
  readonly format?: 'lines' | 'array' | 'podman';
  readonly down?: readonly string[];
  readonly noFile?: boolean;
  readonly old?: boolean;
  readonly noShell?: boolean;
  readonly provider?: string;
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

/** Folders on PATH that are called like engines. */
const onlyFolders = { PATH: join(directory, 'folders') };
mkdirSync(join(directory, 'folders/docker'), { recursive: true });
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
])('a running service: %s', async (_, executable, stdin, expected) => {
  const { env } = machine(['docker']);
  expect(await run({ service: 'api', env }, executable, stdin)).toMatchObject(expected);
});

test.each(['lines', 'array', 'podman'] as const)('the state of services as %s', async (format) => {
  const { env } = machine(['podman'], { format });
  expect(await run({ service: 'api', env })).toMatchObject({ exitCode: 0 });
});

test('a service that does not run is run in a new container when the task says so', async () => {
  const { env } = machine(['docker']);
  const script = 'printf %s "$IN_CONTAINER"; echo err >&2; exit 5';
  const ran = await run({ service: 'db', env, whenStopped: 'run' }, { script });
  expect(ran).toMatchObject({ exitCode: 5, stdout: 'run', stderr: 'err\n' });
});

/** Runs a task that writes something, and whose time is over then. */
async function runTooLong(options: ContainerOptions) {
  const { clock, expire } = expiringClock(60);
  const stdout = new Collected();
  stdout.once('pipe', (pipe: Readable) => pipe.once('data', expire));
  const executable = { name: 'test', script: 'echo begun; sleep 600', timeoutSeconds: 60 };
  return execute(executable, { executor: executors.container({ ...options, clock }), stdout, stderr: new Collected() });
}

test('a task whose time is over in a running service', async () => {
  const { env } = machine(['docker']);
  expect(await runTooLong({ service: 'api', env })).toMatchObject({ exitCode: 124 });
});

test('a new container that ends early is removed by its name', async () => {
  const { env, log } = machine(['docker']);
  expect(await runTooLong({ service: 'db', env, whenStopped: 'run' })).toMatchObject({ exitCode: 124 });
  const [, name] = /"--name","(kubetask-run-\w+)"/.exec(log()) ?? [];
  expect(log()).toContain(`["docker","rm","--force","${name}"]`);
});

test('podman-compose is started without podman, which adds a line to the output of each task that fails', async () => {
  const { env, log } = machine(['podman', 'podman-compose'], { format: 'podman', provider: 'podman-compose' });
  await run({ service: 'db', env, whenStopped: 'run' });
  expect(
    log()
      .split('\n')
      .map((line) => line.slice(0, 40)),
  ).toEqual([
    '["podman","compose","version"]',
    '["podman-compose","ps","--format","json"',
    '["podman-compose","config","--services"]',
    expect.stringMatching(/^."podman-compose","run"/),
    '',
  ]);
});

test('an engine that does not run is passed over for one that does', async () => {
  const { env, log } = machine(['docker', 'podman'], { down: ['docker'] });
  expect(await run({ service: 'api', env })).toMatchObject({ exitCode: 0 });
  expect(log()).toContain('["podman","exec","--interactive","id-api"');
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
  const streams = { stdout, stderr: new Collected(), signal: abort.signal };
  const exit = await execute({ name: 'test', script }, { executor, ...streams });
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

test.each<[string, Partial<ContainerOptions>, string, string, number?]>([
  ['no engine', { env: noEngine }, 'Cannot find a container engine with compose', 'install Docker, Podman or nerdctl'],
  ['what is no program', { env: onlyFolders }, 'Cannot find a container engine with compose', 'install Docker'],
  ['not the engine asked for', { env: noEngine, engine: 'podman' }, 'Cannot find podman compose', 'install'],
  [
    'an engine that does not run',
    { env: machine(['docker'], { down: ['docker'] }).env },
    'Cannot reach docker: it is not running',
    'start docker',
  ],
  [
    'a compose that is too old',
    { env: machine(['docker'], { old: true }).env },
    'docker compose fails: unrecognized arguments: --format json',
    'use Docker Compose 2, podman-compose 1.1',
  ],
  [
    'no compose file',
    { env: machine(['docker'], { noFile: true }).env },
    'Cannot find a compose file',
    'add compose.yaml',
  ],
  [
    'a new container of nerdctl, whose run has no standard input without a terminal',
    { env: machine(['nerdctl']).env, service: 'db', whenStopped: 'run' },
    'Cannot run task test in a new container with nerdctl',
    'start the service first: nerdctl compose up --detach db',
  ],
  [
    'an image without a shell',
    { env: machine(['docker'], { noShell: true }).env },
    'Cannot run task test: the image of service api has no shell (sh)',
    'use an image that has one',
    127,
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
])('%s', async (_, options, message, hint, exitCode = 125) => {
  await expect(run({ service: 'api', ...options })).rejects.toMatchObject({
    message: expect.stringContaining(message),
    hints: expect.arrayContaining([expect.stringContaining(hint)]),
    exitCode,
  });
});

test('availability says why not', async () => {
  const executor = executors.container({ service: 'web', env: machine(['docker']).env });
  expect(await executor.availability()).toEqual({
    isAvailable: false,
    reason: 'Cannot find service web in the compose file',
    hints: ['there are: api, db', 'a service of a profile is there if COMPOSE_PROFILES names the profile'],
  });
});
