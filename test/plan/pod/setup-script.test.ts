import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { V1PodSpec } from '@kubernetes/client-node';
import { planBatchRun } from '../../../plan/batch-run/plan.js';
import { SETUP_DIR } from '../../../plan/pod/paths.js';
import { setupScript, startOf } from '../../../plan/pod/setup-script.js';
import { planTaskRun } from '../../../plan/task-run/plan.js';
import { makeBatch, makeFile, makeInputs, makeRepository, makeTaskInputs } from '../sample.js';
import { shells } from './shells.js';

const script = setupScript('greet', 'set -eu\ngreet() { printf "hello %s" "$1"; }\ngreet "$1"\nfalse\necho after\n');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'setup-script-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Starts the script, of which the ConfigMap has `text`. */
function start(text: string, [program = '', ...args]: readonly string[], env: NodeJS.ProcessEnv = {}) {
  writeFileSync(join(folder, script.key), text);
  const message = join(folder, 'message');
  const command = startOf(script).replaceAll(SETUP_DIR, folder);
  const own = { PATH: process.env['PATH'], KUBETASK_MESSAGE: message, ...env };
  const { status, stdout } = spawnSync(program, [...args, '-c', command, 'greet-0', 'a b'], { env: own });
  return { status, stdout: stdout.toString(), message: existsSync(message) ? readFileSync(message, 'utf8') : '' };
}

describe.each([...shells])('%s', (_, shell) => {
  test('the planned text: it runs with its arguments, and its failure is the result', () => {
    expect(start(script.text, shell)).toEqual({ status: 1, stdout: 'hello a b', message: '' });
  });

  test('another text: nothing of it runs', () => {
    const { status, stdout, message } = start(`echo evil\n${script.text}`, shell);
    expect({ status, stdout, message }).toEqual({
      ...{ status: 1, stdout: '' },
      message: expect.stringMatching(`^${script.key} is not the planned script: [0-9a-f]{64}`),
    });
  });
});

test('an image without sha256sum: nothing runs, and the message says so', () => {
  const programs = join(folder, 'bin');
  mkdirSync(programs);
  for (const name of ['cat', 'tee']) symlinkSync(pathOf(name), join(programs, name));
  expect(start(script.text, ['/bin/sh'], { PATH: programs })).toEqual({
    ...{ status: 1, stdout: '' },
    message: `${script.key} is not the planned script: no sha256sum\n`,
  });
});

const pathOf = (program: string): string =>
  execFileSync('/bin/sh', ['-c', `command -v ${program}`], { encoding: 'utf8' }).trim();

interface Planned {
  readonly metadata: { readonly name: string };
  readonly data?: Readonly<Record<string, string>>;
}

describe('what a Pod runs is in the ConfigMaps that it mounts', () => {
  const contexts = [
    makeFile('/workspace/task.md', 'Do it.'),
    makeRepository({ url: 'git@git.example:team/app.git', secretRef: { name: 'git' } }),
    makeRepository({ url: 'https://git.example/b.git', lfs: true, submodules: true }),
    { type: 'Command' as const, command: { filePath: '/workspace/rows', image: 'postgres:17', script: 'true' } },
  ];
  const run = planBatchRun(makeInputs({ batch: { name: 'b', spec: makeBatch({ variableContexts: [contexts] }) } }));
  const job = run.tasks[0]?.job() as unknown as { spec: { template: { spec: V1PodSpec } } };
  const taskRun = planTaskRun(makeTaskInputs({ task: { name: 't', spec: { contexts } } }));
  const cases: Record<string, { pod: V1PodSpec; configMaps: readonly Planned[] }> = {
    'of a Job': { pod: job.spec.template.spec, configMaps: run.configMaps as readonly Planned[] },
    'of a TaskRun': {
      pod: (taskRun.pod as unknown as { spec: V1PodSpec }).spec,
      configMaps: taskRun.configMaps as readonly Planned[],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { pod, configMaps }) => {
    const sources = pod.volumes?.find(({ name }) => name === 'setup')?.projected?.sources ?? [];
    const mounted = sources.map(({ configMap }) => configMap?.name);
    const keys = configMaps
      .filter(({ metadata: { name } }) => mounted.includes(name))
      .flatMap(({ data = {} }) => Object.keys(data));
    const started = (pod.initContainers ?? []).map(({ command = [] }) => /setup\/(\S+)\)/.exec(command[2] ?? '')?.[1]);
    expect(started).toHaveLength(5);
    expect([...new Set(started)]).toEqual(keys);
  });
});
