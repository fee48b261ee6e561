import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { type PluginWorld, startPluginWorld } from '../plugin.js';

const apiVersion = 'kubetask.io/v1alpha1';
const metadata = (name: string) => ({ name, namespace: 'default' });
const finished = (phase: string) => ({ phase, observedGeneration: 1, conditions: [] });
const waiting = { taskSpec: { steps: [{ name: 'a', image: 'i', script: 'true' }] }, suspend: true };
const failedTask = { index: 0, phase: 'Failed', jobName: 'failed-task-0', key: 'k', reason: 'AgentFailed' };

/** One object per verb; the runs are paused or finished, so that no controller changes them. */
const objects: Record<string, readonly (KubernetesObject & { spec: object; status?: object })[]> = {
  'batches.kubetask.io': [{ apiVersion, kind: 'Batch', metadata: metadata('b'), spec: { variableContexts: [[]] } }],
  'tasks.kubetask.io': [{ apiVersion, kind: 'Task', metadata: metadata('t'), spec: { steps: waiting.taskSpec.steps } }],
  'taskruns.kubetask.io': [
    { apiVersion, kind: 'TaskRun', metadata: metadata('paused'), spec: waiting },
    { apiVersion, kind: 'TaskRun', metadata: metadata('done'), spec: { taskRef: 't' }, status: finished('Succeeded') },
  ],
  'batchruns.kubetask.io': [
    {
      apiVersion,
      kind: 'BatchRun',
      metadata: metadata('failed'),
      spec: { batchSpec: { variableContexts: [[]] } },
      status: { ...finished('Failed'), failedIndexes: '0', tasks: [failedTask] },
    },
  ],
};

let world: PluginWorld;
beforeAll(async () => {
  world = await startPluginWorld({ reconciles: false });
  const made = Object.entries(objects).flatMap(([resource, some]) => some.map((object) => ({ resource, object })));
  for (const { resource, object } of made) {
    const { metadata: stored } = world.api.create(resource, object);
    if (object.status) world.api.updateStatus(resource, { ...object, metadata: stored });
  }
}, 30_000);
afterAll(() => world.stop());

const stored = () => Object.keys(objects).flatMap((resource) => world.api.list(resource, { namespace: 'default' }));

const commands = [
  'delete taskrun/done',
  'delete batchrun/failed taskrun/done',
  'delete --keep 0',
  'cancel taskrun/paused',
  'pause taskrun/paused',
  'resume taskrun/paused',
  'start task/t',
  'start batch/b',
  'rerun taskrun/done',
  'rerun batchrun/failed',
];
const cases = commands.flatMap((command) =>
  (['client', 'server'] as const).map((dryRun) => [command, dryRun] as const),
);
test.each(cases)('%s --dry-run=%s: changes nothing', async (command, dryRun) => {
  const before = stored();
  const { code, stderr } = await world.task([...command.split(' '), `--dry-run=${dryRun}`]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.not.stringContaining('error') });
  expect(stored()).toEqual(before);
});

const lines = {
  'start task/t': [
    'taskrun.kubetask.io/t-run-xxxxx\n',
    expect.stringContaining('TaskRun t-run-xxxxx created successfully (dry run)\n'),
  ],
  'start batch/b': [
    'batchrun.kubetask.io/b-run-xxxxx\n',
    expect.stringContaining('batchrun.kubetask.io/b-run-xxxxx created (dry run)\n'),
  ],
  'start batch/b -o name': ['batchrun.kubetask.io/b-run-xxxxx\n', ''],
  'rerun taskrun/done': ['taskrun.kubetask.io/t-run-xxxxx\n', 'taskrun.kubetask.io/t-run-xxxxx created (dry run)\n'],
  'rerun taskrun/done -o jsonpath={.kind}': ['TaskRun\n', ''],
  'resume taskrun/paused': ['taskrun.kubetask.io/paused resumed (dry run)\n', ''],
  'resume taskrun/paused -o name': ['taskrun.kubetask.io/paused\n', ''],
  'resume taskrun/paused -o jsonpath={.metadata.name}': ['paused\n', ''],
  'delete taskrun/done': ['taskrun.kubetask.io/done deleted (dry run)\n', ''],
  'delete taskrun/done -o name': ['taskrun.kubetask.io/done\n', ''],
};
test.each(Object.entries(lines))(
  '%s in a pipe: data on stdout, the sentence for people on stderr',
  async (command, want) => {
    const { stdout, stderr } = await world.task([...command.split(' '), '--dry-run=client']);
    expect([stdout, stderr]).toEqual(want);
  },
);
