import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { KubernetesObject } from '../../../kubernetes-conventions/kubernetes-object.js';
import type { Pod } from '../../objects.js';
import {
  type PipelineRun,
  type PipelineSpec,
  pipelineRuns,
  type Step,
  type TaskRun,
  taskRuns,
  tasks,
} from '../../tekton/objects.js';
import { when } from '../node/harness.js';
import {
  conditionText,
  createPipeline,
  createRun,
  namespace,
  startTektonCluster,
  type TektonCluster,
  taskRunsOf,
  whenRunOver,
} from './tekton-cluster.js';

let cluster: TektonCluster;
beforeAll(async () => {
  cluster = await startTektonCluster();
});
afterAll(() => cluster.stop());

const step = (script: string, rest: Partial<Step> = {}): Step => ({ name: 'run', image: 'any', script, ...rest });
const oneTask = (...steps: Step[]): PipelineSpec => ({ tasks: [{ name: 'only', taskSpec: { steps } }] });
const run = async (name: string, spec: PipelineRun['spec']): Promise<PipelineRun> => {
  createRun(cluster, name, spec);
  return whenRunOver(cluster, name);
};

const threeTasks: PipelineSpec = {
  params: [
    { name: 'greeting', type: 'string' },
    { name: 'names', type: 'array', default: ['Ada', 'Bob'] },
  ],
  workspaces: [{ name: 'shared' }, { name: 'token', optional: true }],
  results: [
    { name: 'TEXT', value: '$(tasks.last.results.text)' },
    { name: 'COUNT', value: '$(tasks.first.results.count) names' },
  ],
  tasks: [
    {
      name: 'last',
      runAfter: ['second'],
      params: [{ name: 'count', value: '$(tasks.first.results.count)' }],
      workspaces: [{ name: 'source', workspace: 'shared' }],
      taskSpec: {
        params: [{ name: 'count', type: 'string' }],
        workspaces: [{ name: 'source' }, { name: 'token', optional: true }],
        results: [{ name: 'text' }],
        steps: [
          step('printf "%s, token %s" "$(cat $(workspaces.source.path)/file)" "$TOKEN" > $(results.text.path)', {
            env: [{ name: 'TOKEN', value: '$(workspaces.token.bound)$(workspaces.token.path)/$(params.count)' }],
          }),
        ],
      },
    },
    {
      name: 'first',
      params: [{ name: 'words', value: ['$(params.names[*])', 'Cy'] }],
      taskSpec: {
        params: [{ name: 'words', type: 'array' }],
        results: [{ name: 'count' }],
        steps: [
          step('printf %s "$#" > $(results.count.path)', { name: 'count', args: ['$(params.words[*])'] }),
          step('[ "$(cat /tekton/results/count)" = 3 ]', { name: 'check' }),
        ],
      },
    },
    {
      name: 'second',
      workspaces: [{ name: 'source', workspace: 'shared' }],
      params: [{ name: 'text', value: '$(params["greeting"]) from $(context.pipelineRun.name)' }],
      taskSpec: {
        params: [{ name: 'text' }],
        workspaces: [{ name: 'source', mountPath: '/src' }],
        steps: [
          {
            name: 'write',
            image: 'any',
            command: ['sh', '-c'],
            args: ['printf %s "$TEXT" > /src/file'],
            env: [{ name: 'TEXT', value: '$(params.text)' }],
          },
        ],
      },
    },
  ],
};

const volumeClaimTemplate = { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } };

describe('a PipelineRun', () => {
  test("three tasks over a volume: params, results and workspaces reach their steps, and the status is Tekton's", async () => {
    createPipeline(cluster, 'three', threeTasks);
    const { status } = await run('three-1', {
      pipelineRef: { name: 'three' },
      params: [{ name: 'greeting', value: "it's $HOME" }],
      workspaces: [{ name: 'shared', volumeClaimTemplate }],
    });
    expect(status).toMatchObject({
      conditions: [
        {
          type: 'Succeeded',
          status: 'True',
          reason: 'Succeeded',
          message: 'Tasks Completed: 3 (Failed: 0, Cancelled 0), Skipped: 0',
        },
      ],
      results: [
        { name: 'TEXT', value: "it's $HOME from three-1, token false/3" },
        { name: 'COUNT', value: '3 names' },
      ],
    });
    expect(status?.childReferences?.map(({ name }) => name)).toEqual([
      'three-1-last',
      'three-1-first',
      'three-1-second',
    ]);
    expect(Date.parse(status?.completionTime ?? '')).toBeGreaterThanOrEqual(Date.parse(status?.startTime ?? ''));
    const [first] = taskRunsOf(cluster, 'three-1').filter(({ metadata }) => metadata.name.endsWith('first'));
    expect(first?.metadata.labels).toMatchObject({
      team: 'a',
      'tekton.dev/pipelineTask': 'first',
      'tekton.dev/pipeline': 'three',
    });
    expect(first?.status).toMatchObject({
      podName: 'three-1-first-pod',
      steps: [
        { name: 'count', container: 'step-count', terminated: { exitCode: 0 }, terminationReason: 'Completed' },
        { name: 'check', container: 'step-check' },
      ],
    });
  });

  test('it is deleted: its TaskRuns, Pods, claim and the folder of the claim go', async () => {
    createPipeline(cluster, 'gone', threeTasks);
    const params = [{ name: 'greeting', value: 'a' }];
    await run('gone-1', {
      pipelineRef: { name: 'gone' },
      params,
      workspaces: [{ name: 'shared', volumeClaimTemplate }],
    });
    const { api } = cluster.server;
    const [claim] = api
      .list('persistentvolumeclaims')
      .filter(({ metadata }) => metadata.ownerReferences?.[0]?.name === 'gone-1');
    expect(claim).toMatchObject({ status: { phase: 'Bound', capacity: { storage: '1Gi' } } });
    const folder = join(cluster.scratchDirectory, 'claims', namespace, claim?.metadata.name ?? '');
    expect(existsSync(join(folder, 'file'))).toBe(true);
    api.delete(pipelineRuns, namespace, 'gone-1');
    const isGone = () => !existsSync(folder) && !api.get('pods', namespace, 'gone-1-first-pod');
    while (!isGone()) await new Promise((resolve) => setImmediate(resolve));
    expect(taskRunsOf(cluster, 'gone-1')).toEqual([]);
  });

  test('its volumes are to go when it is over: they do, and it stays', async () => {
    const metadata = { annotations: { 'tekton.dev/auto-cleanup-pvc': 'true' } };
    const params = [{ name: 'greeting', value: 'a' }];
    const spec = { pipelineSpec: threeTasks, params, workspaces: [{ name: 'shared', volumeClaimTemplate }] };
    createRun(cluster, 'clean', spec, metadata);
    await whenRunOver(cluster, 'clean');
    const { api } = cluster.server;
    const isOfRun = ({ metadata: { ownerReferences } }: KubernetesObject) => ownerReferences?.[0]?.name === 'clean';
    while (api.list('persistentvolumeclaims').some(isOfRun)) await new Promise((resolve) => setImmediate(resolve));
    expect(api.get(pipelineRuns, namespace, 'clean')).toBeDefined();
  });

  test('a step fails: later steps and tasks do not run, and the condition names it', async () => {
    const fails = [step('exit 3', { name: 'bad' }), step('echo > /tekton/results/ran', { name: 'later' })];
    const finished = await run('fails', {
      pipelineSpec: {
        tasks: [
          { name: 'a', taskSpec: { results: [{ name: 'ran' }], steps: fails } },
          { name: 'b', runAfter: ['a'], taskSpec: { steps: [step('true')] } },
        ],
      },
    });
    expect(conditionText(finished)).toBe('False Failed: Tasks Completed: 1 (Failed: 1, Cancelled 0), Skipped: 1');
    expect(finished.status?.skippedTasks).toEqual([{ name: 'b', reason: 'PipelineRun was stopping' }]);
    const [failed] = taskRunsOf(cluster, 'fails');
    expect(failed && conditionText(failed)).toBe('False StepFailed: "step-bad" exited with code 3: Error');
    expect(failed?.status?.steps).toMatchObject([
      { name: 'bad', terminated: { exitCode: 3 }, terminationReason: 'Error' },
      { name: 'later', terminated: { exitCode: 1 }, terminationReason: 'Skipped' },
    ]);
    expect(failed?.status?.results).toBeUndefined();
  });

  test('a task that may be retried, and succeeds the second time: succeeded, with a Pod for each time', async () => {
    const flaky = step('[ "$(context.task.retry-count)" = 1 ] && printf ok > $(results.r.path)');
    const spec = { tasks: [{ name: 'a', retries: 2, taskSpec: { results: [{ name: 'r' }], steps: [flaky] } }] };
    const finished = await run('flaky', {
      pipelineSpec: { ...spec, results: [{ name: 'R', value: '$(tasks.a.results.r)' }] },
    });
    expect(finished.status?.results).toEqual([{ name: 'R', value: 'ok' }]);
    const [taskRun] = taskRunsOf(cluster, 'flaky');
    expect(taskRun?.status).toMatchObject({
      podName: 'flaky-a-pod-retry1',
      retriesStatus: [{ podName: 'flaky-a-pod', conditions: [{ status: 'False', reason: 'StepFailed' }] }],
    });
  });

  test('a Secret as a workspace of one step: no other step sees it, nor does anything of it show', async () => {
    const { api } = cluster.server;
    const metadata = { name: 'hush', namespace };
    api.create('secrets', { apiVersion: 'v1', kind: 'Secret', metadata, data: { key: btoa('hunter2') } } as never);
    const places = '/creds /workspace/creds "$(workspaces.creds.path)"';
    const taskSpec = {
      workspaces: [{ name: 'creds', readOnly: true }],
      results: [{ name: 'length' }, { name: 'other' }],
      steps: [
        step('wc -c < "$FILE" | tr -d " \\n" > $(results.length.path)', {
          name: 'sees',
          env: [{ name: 'FILE', value: '$(workspaces.creds.path)/key' }],
          workspaces: [{ name: 'creds', mountPath: '/creds' }],
        }),
        step(`ls ${places} 2> /dev/null | wc -l | tr -d " \\n" > $(results.other.path)`, { name: 'sees-not' }),
      ],
    };
    const results = ['length', 'other'].map((name) => ({ name, value: `$(tasks.a.results.${name})` }));
    const { status } = await run('secretive', {
      pipelineSpec: {
        workspaces: [{ name: 'creds' }],
        tasks: [{ name: 'a', workspaces: [{ name: 'creds' }], taskSpec }],
        results,
      },
      workspaces: [{ name: 'creds', secret: { secretName: 'hush' } }],
    });
    expect(status?.results).toEqual([
      { name: 'length', value: '7' },
      { name: 'other', value: '0' },
    ]);
    const seen = ['pods', 'events', taskRuns, pipelineRuns].map((resource) => api.list(resource));
    expect(JSON.stringify(seen)).not.toContain('hunter2');
  });

  test('it is cancelled while a step runs: the process ends, and nothing more starts', async () => {
    createRun(cluster, 'long', { pipelineSpec: oneTask(step('exec sleep 600')) });
    const { api } = cluster.server;
    const isRunning = ({ status }: Pod) => status?.containerStatuses?.[0]?.state?.running !== undefined;
    await when<Pod>(api, 'pods', 'long-only-pod', isRunning);
    const observed = api.get(pipelineRuns, namespace, 'long') as PipelineRun;
    api.update(pipelineRuns, { ...observed, spec: { ...observed.spec, status: 'Cancelled' } } as PipelineRun);
    expect(conditionText(await whenRunOver(cluster, 'long'))).toBe('False Cancelled: PipelineRun "long" was cancelled');
    const isOver = ({ status }: TaskRun) => status?.completionTime !== undefined;
    const taskRun = await when<TaskRun>(api, taskRuns, 'long-only', isOver);
    const reason = 'TaskRunCancelled';
    expect(taskRun.status?.steps).toMatchObject([{ terminated: { exitCode: 1, reason }, terminationReason: reason }]);
    expect(conditionText(taskRun)).toBe(
      'False TaskRunCancelled: TaskRun "long-only" was cancelled. TaskRun cancelled as the PipelineRun it belongs to has been cancelled.',
    );
    while (api.get('pods', namespace, 'long-only-pod')) await new Promise((resolve) => setImmediate(resolve));
  });

  test('something of Tekton that is not there: refused in the condition', async () => {
    const last = [{ name: 'last', taskSpec: { steps: [step('true')] } }];
    const pipelineSpec = { ...oneTask(step('true')), finally: last };
    expect(conditionText(await run('refused', { pipelineSpec }))).toBe(
      'False PipelineValidationFailed: the embedded cluster runs only a part of Tekton, which has no spec.pipelineSpec.finally; install Tekton for more',
    );
  });

  test('a Task by name, with a volume, a template for its steps and no timeout: as Tekton runs it', async () => {
    const { api } = cluster.server;
    const file = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c', namespace }, data: { 'a.txt': 'text' } };
    api.create('configmaps', file);
    const spec = {
      params: [{ name: 'file', type: 'string', default: 'a.txt' }],
      results: [{ name: 'r' }],
      stepTemplate: {
        env: ['A', 'B'].map((name) => ({ name, value: name })),
        volumeMounts: [{ name: 'files', mountPath: '/files' }],
      },
      volumes: [{ name: 'files', configMap: { name: 'c' } }],
      steps: [
        step('printf %s "$(cat /files/$(params.file))$A$B" > $(results.r.path)', { env: [{ name: 'B', value: '2' }] }),
      ],
    };
    const task = { apiVersion: 'tekton.dev/v1', kind: 'Task', metadata: { name: 'named', namespace }, spec };
    api.create(tasks, task);
    const finished = await run('by-name', {
      pipelineSpec: {
        tasks: [{ name: 'a', taskRef: { name: 'named' } }],
        results: [{ name: 'R', value: '$(tasks.a.results.r)' }],
      },
      timeouts: { pipeline: '0' },
    });
    expect(finished.status?.results).toEqual([{ name: 'R', value: 'textA2' }]);
  });

  test('a step that no Pod can have: failed, as the API server says it', async () => {
    const bad = step('true', { volumeMounts: [{ name: 'nowhere', mountPath: '' }] });
    await run('refused-pod', { pipelineSpec: oneTask(bad) });
    const [taskRun] = taskRunsOf(cluster, 'refused-pod');
    expect(taskRun && conditionText(taskRun)).toMatch(
      /^False PodCreationFailed: Pod "refused-pod-only-pod" is invalid: /,
    );
  });
});
