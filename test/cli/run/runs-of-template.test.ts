import { describe, expect, test } from '@jest/globals';
import type { Batch, Task } from '../../../api/generated/kinds.js';
import type { Cluster } from '../../../cli/cluster/cluster.js';
import type { Run } from '../../../cli/run/run-state.js';
import { runsOfTemplate } from '../../../cli/run/runs-of-template.js';
import { ago, makeBatch, makeBatchRun, makeTask, makeTaskRun } from '../sample.js';

/** Lists the runs of the kind and namespace that are asked for. */
const clusterOf = (runs: readonly Run[]) =>
  ({
    collect: async (query: { resource: { kind: string }; namespace?: string }, keep: (run: Run) => unknown) =>
      runs
        .filter(({ kind, metadata }) => kind === query.resource.kind && metadata.namespace === query.namespace)
        .map(keep),
  }) as unknown as Cluster;

const named = (name: string, seconds: number) => ({ metadata: { name, creationTimestamp: ago(seconds) } });
const cluster = clusterOf([
  makeBatchRun(named('older', 90)),
  makeBatchRun(named('newer', 30)),
  makeBatchRun({ ...named('of-another', 10), spec: { batchRef: 'hello' } }),
  makeBatchRun({ ...named('inline', 10), spec: { batchSpec: {} } }),
  makeBatchRun({ metadata: { name: 'elsewhere', namespace: 'other' } }),
  makeTaskRun({ ...named('of-a-task', 10), spec: { taskRef: 'deps' } }),
  makeTaskRun(named('of-hello', 10)),
]);

describe('runsOfTemplate: the runs of the template alone, newest first', () => {
  const cases: Record<string, { template: Batch | Task; want: string[] }> = {
    'a Batch': { template: makeBatch(), want: ['batchrun/newer', 'batchrun/older'] },
    'a Task': { template: makeTask(), want: ['taskrun/of-hello'] },
    'a Batch in another namespace': {
      template: { ...makeBatch(), metadata: { name: 'deps', namespace: 'other' } },
      want: ['batchrun/elsewhere'],
    },
    'a Batch without runs': { template: { ...makeBatch(), metadata: { name: 'idle', namespace: 'team' } }, want: [] },
  };
  test.each(Object.entries(cases))('%s', async (_, { template, want }) => {
    expect((await runsOfTemplate(cluster, template)).map(({ name }) => name)).toEqual(want);
  });
});
