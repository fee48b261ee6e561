import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { WorkspaceConfig } from '../../../api/generated/kinds.js';
import { inContainers } from '../../../executors/index.js';
import { Collected } from '../collect.js';
import {
  makeBatch,
  makeFolder,
  makeRepository,
  makeTask,
  makeWorkspace,
  planBatch,
  planTask,
  removeFolder,
  run,
} from './sample.js';

const folder = makeFolder('engines');
const repository = makeFolder('repository');
const url = makeRepository(repository);
afterAll(() => [folder, repository].forEach(removeFolder));

let count = 0;

/** A machine with engines that have these images. */
function machine(engines: readonly string[], state: object = {}) {
  const directory = join(folder, String(count++));
  mkdirSync(directory);
  for (const name of engines) symlinkSync(resolve('test/executors/planned/stand-in-engine.mjs'), join(directory, name));
  const images = { 'agent:v1': ['/bin/sh'], 'busybox:1': ['/bin/sh'] };
  writeFileSync(join(directory, 'state'), JSON.stringify({ images, ...state }));
  const env = {
    PATH: `${directory}:${resolve(process.execPath, '..')}:/usr/bin:/bin`,
    STAND_IN_STATE: join(directory, 'state'),
  };
  const calls = (): string[][] =>
    readFileSync(join(directory, 'state.log'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  return { place: inContainers({ env }), calls };
}

const script = `cat AGENT.md; echo "$TASK_NAME"; printf '{"summary":"done"}' > "$KUBETASK_RESULT"
  cd "$KUBETASK_REPOSITORY_DIR"; echo after > kept.txt; printf %s "$KEY"; exit 3`;
const spec: WorkspaceConfig['spec'] = {
  resources: { limits: { cpu: '500m', memory: '1Gi' } },
  credentials: [{ name: 'key', env: 'KEY', secretRef: { name: 'key', key: 'key' } }],
};
const batch = makeBatch({
  variableContexts: [
    [
      { type: 'Repository', repository: { url, path: 'repo' } },
      { type: 'File', file: { filePath: '/workspace/AGENT.md', source: { inline: 'do it\n' } } },
      // A Secret that the agent does not see: its volume is gone before the agent starts.
      {
        type: 'File',
        file: { filePath: '/workspace/RULES.md', source: { secretKeyRef: { name: 'key', key: 'key' } } },
      },
    ],
  ],
});
const plan = planBatch(batch, makeWorkspace(script, spec));

test.each([['s3cr3t'], ['two\nlines = "$(x)"']])(
  'one run of the engine per container; the value %j arrives',
  async (value) => {
    const { place, calls } = machine(['docker']);
    const { exitCode, stdout, outcome, changes } = await run(plan, { place, env: { KEY: value, KEY_KEY: value } });
    expect({ exitCode, stdout, outcome }).toEqual({
      exitCode: 3,
      stdout: `do it\nb-run-task-0\n${value}`,
      outcome: { result: { summary: 'done' } },
    });
    expect(changes?.[0]?.diff).toContain('+after');
    expect(JSON.stringify(calls())).not.toContain(value.slice(0, 3));
    const runs = calls().filter(([command]) => command === 'run');
    expect(runs.map((words) => /-(clone-0|write-files|agent)-/.exec(words.join(' '))?.[1])).toEqual([
      'clone-0',
      'write-files',
      'agent',
    ]);
  },
);

test('user, read-only root, capabilities, limits, volumes and working directory are those of the plan', async () => {
  const { place, calls } = machine(['docker']);
  await run(plan, { place, env: { KEY: 'x', KEY_KEY: 'x' } });
  const text = calls().at(-1)?.join(' ');
  expect(text).toMatch(
    /--user 65532:65532 --read-only --cap-drop ALL --security-opt no-new-privileges --cpus 0.5 --memory 1073741824 --workdir \/workspace --volume \S+\/volumes\/workspace:\/workspace --volume \S+:\/kubetask\/home --volume \S+:\/tmp --volume \S+:\/kubetask\/result.json --entrypoint \/bin\/sh agent:v1 -euc /,
  );
});

test('steps run in their own images', async () => {
  const { place } = machine(['podman']);
  const steps = ['echo 1 > "$WORKSPACE_DIR/n"', 'cat "$WORKSPACE_DIR/n"; exit 5'];
  const task = makeTask({ steps: steps.map((text) => ({ image: 'busybox:1', script: text })) });
  expect(await run(planTask([task]), { place })).toMatchObject({ exitCode: 5, stdout: '1\n' });
});

test('a shell in the image of the agent', async () => {
  const { place } = machine(['nerdctl']);
  const stdin = Readable.from(['cat AGENT.md; exit 4\n']);
  const exit = await run(plan, { place, shell: true, stdin, env: { KEY: 'x', KEY_KEY: 'x' } });
  expect(exit).toMatchObject({ exitCode: 4, stdout: 'do it\n' });
});

test('in that shell, the command agent starts the agent, and no value is on the command line', async () => {
  const { place, calls } = machine(['docker']);
  const agent = planBatch(batch, makeWorkspace('', { ...spec, command: ['/bin/echo', 'the $(KEY)', '$$(KEY)'] }));
  const stdin = Readable.from(['agent now\n']);
  const { stdout } = await run(agent, { place, shell: true, stdin, env: { KEY: 's3cr3t', KEY_KEY: 'x' } });
  expect(stdout).toBe('the s3cr3t $(KEY) now\n');
  expect(JSON.stringify(calls())).not.toContain('s3cr3t');
});

test.each([
  ['in the command', { command: ['/bin/echo', '--key=$(KEY)', "it's"] }, "--key=s3cr3t it's\n"],
  [
    'in the arguments of the image',
    { command: [], args: ['-c', 'echo "$0 $1"', '$(KEY)', '$$(KEY)'] },
    's3cr3t $(KEY)\n',
  ],
])('a Secret %s is put in by a shell of the container', async (_, words, want) => {
  const { place, calls } = machine(['docker']);
  const agent = planBatch(makeBatch({ variableContexts: [[]] }), makeWorkspace('', { ...spec, ...words }));
  expect(await run(agent, { place, env: { KEY: 's3cr3t' } })).toMatchObject({ exitCode: 0, stdout: want });
  expect(JSON.stringify(calls())).not.toContain('s3cr3t');
});

test('a Secret in the arguments of an image that is not to be had: what to do', async () => {
  const { place } = machine(['docker'], { images: {} });
  const agent = planBatch(
    makeBatch({ variableContexts: [[]] }),
    makeWorkspace('', { ...spec, command: [], args: ['$(KEY)'] }),
  );
  await expect(run(agent, { place, env: { KEY: 'x' } })).rejects.toMatchObject({
    message: expect.stringContaining(
      'its arguments refer to variables, and the command of image agent:v1 is not known',
    ),
    hints: ['pull the image: docker pull agent:v1', expect.stringContaining('name the command')],
  });
});

test('a task that is aborted while the engine is asked for the command of its image', async () => {
  const { place, calls } = machine(['docker']);
  const abort = new AbortController();
  const words = { ...spec, command: [], args: ['$(KEY)'] };
  const agent = planBatch(makeBatch({ variableContexts: [[]] }), makeWorkspace('', words));
  const onStart = () => abort.abort();
  const exit = await run(agent, { place, env: { KEY: 'x' }, signal: abort.signal, onStart });
  expect(exit).toMatchObject({ exitCode: 143, changes: [] });
  expect(calls().map(([command]) => command)).not.toContain('run');
});

test('an aborted task: the engine stops its container', async () => {
  const { place, calls } = machine(['docker']);
  const abort = new AbortController();
  const stdout = new Collected();
  stdout.once('pipe', (pipe: Readable) => pipe.once('data', () => abort.abort()));
  const slow = planBatch(makeBatch({ variableContexts: [[]] }), makeWorkspace('sleep 600 & echo "$!"; wait'));
  const { exitCode } = await run(slow, { place, stdout, signal: abort.signal });
  expect(exitCode).toBe(143);
  expect(calls().map(([command]) => command)).toEqual(expect.arrayContaining(['version', 'run', 'stop', 'rm']));
});

describe('what cannot run', () => {
  test.each<[string, string[], object, string, string]>([
    ['no engine', [], {}, 'Cannot find a container engine', 'install Docker, Podman or nerdctl'],
    [
      'an engine that is not running',
      ['docker'],
      { isDown: true },
      'Cannot reach docker: it is not running',
      'start docker',
    ],
    [
      'an image that cannot be pulled',
      ['docker'],
      { images: {} },
      'Cannot run container clone-0 of b-run-task-0: Error response from daemon: pull access denied for agent:v1',
      '',
    ],
  ])('%s', async (_, engines, state, message, hint) => {
    const { place } = machine(engines, state);
    await expect(run(plan, { place, env: { KEY: 'x', KEY_KEY: 'x' } })).rejects.toMatchObject({
      message,
      exitCode: 125,
    });
    await expect(run(plan, { place, env: { KEY: 'x', KEY_KEY: 'x' } })).rejects.toHaveProperty(
      'hints',
      hint === '' ? [] : expect.arrayContaining([expect.stringContaining(hint)]),
    );
  });
  test('a folder that is called like an engine is none', async () => {
    const PATH = join(folder, 'folders');
    mkdirSync(join(PATH, 'docker'), { recursive: true });
    const place = inContainers({ env: { PATH } });
    await expect(run(plan, { place, env: { KEY: 'x', KEY_KEY: 'x' } })).rejects.toMatchObject({
      message: 'Cannot find a container engine',
    });
  });
  test('a program that the image does not have', async () => {
    const { place } = machine(['docker']);
    const missing = planBatch(makeBatch({ variableContexts: [[]] }), makeWorkspace('', { command: ['no-such'] }));
    await expect(run(missing, { place })).rejects.toMatchObject({
      message: expect.stringContaining('exec: "no-such": executable file not found'),
      exitCode: 127,
    });
  });
});
