import { describe, expect, test } from '@jest/globals';
import type { BatchRun, WorkspaceConfig } from '../../../api/generated/kinds.js';
import { LABEL_BATCH_RUN, LABEL_LIMIT_KEY } from '../../../api/labels.js';
import type { Identified } from '../../../packages/kubernetes-conventions/object-key.js';
import { createBatchRunInformers } from '../../../runtime/batch-run/informers.js';
import { createPassMemory } from '../../../runtime/batch-run/pass-memory.js';
import { limitedBatchRuns } from '../../../runtime/batch-run/policies/shared-limit.js';
import { wakeUps } from '../../../runtime/batch-run/wake-ups.js';
import { createSharedInformers } from '../../../runtime/caches/shared-informers.js';
import { SharedLimits } from '../../../runtime/limits/shared-limits.js';
import { fed, noServer, wokenBy } from '../engine/fed-informers.js';
import { ago, makeBatchObject, makeGatedPod, makeJob, makePod, makeRun, makeWorkspace, now, runName } from './world.js';

const inline = { batchSpec: { workspaceConfigRef: 'shared' } } as unknown as BatchRun['spec'];
const named = (name: string, spec: BatchRun['spec'] = inline, status?: BatchRun['status']): BatchRun => {
  const { metadata, apiVersion, kind } = makeRun();
  const own = { ...metadata, name, uid: name };
  return { apiVersion, kind, metadata: own, spec, ...(status && { status }) };
};
const over = { phase: 'Succeeded', completionTime: ago(1) } as const;
const shared: WorkspaceConfig = {
  ...makeWorkspace({ concurrency: { limitKey: 'claude', limit: 1 } }),
  metadata: { name: 'shared', namespace: makeRun().metadata.namespace ?? '' },
};
const space = shared.metadata.namespace ?? '';
const key = (name: string) => `${space}/${name}`;

/** `update-001` of Batch `update`, `limited-1` and `limited-2` that share one slot, and `over`, which shared it. */
function cluster() {
  const all = fed({ ...createSharedInformers(noServer), ...createBatchRunInformers(noServer) });
  const memory = createPassMemory();
  const kind = limitedBatchRuns(all.informers, memory);
  const limits = new SharedLimits([kind], all.informers.workspaces.store);
  all.add('workspaces', shared);
  all.add('batches', makeBatchObject());
  all.add('runs', makeRun());
  all.add('runs', named('limited-1'));
  all.add('runs', named('limited-2'));
  all.add('runs', named('over', inline, over));
  all.add('jobs', makeJob(0));
  all.add('pods', makePod(0));
  return { ...all, kind, memory, sources: wakeUps(all.informers, limits) };
}

const labelled = <T extends Identified>(object: T, labels: Record<string, string>): T => ({
  ...object,
  metadata: { ...object.metadata, labels },
});
const about = (kind: string, name: string, namespace = space): Identified =>
  ({
    metadata: { name: 'w', namespace },
    ...{ involvedObject: { kind, name, uid: 'x' }, reason: 'Failed', message: '', lastSeen: ago(0) },
  }) as Identified;
const job = makeJob(0).metadata.name;
const pod = makePod(0).metadata.name;

describe('news: the runs that they wake', () => {
  type Cluster = ReturnType<typeof cluster>;
  const cases: Record<string, { news: (at: Cluster) => void; want: string[] }> = {
    'a run that shares no limit: itself': { news: ({ add }) => add('runs', makeRun()), want: [runName] },
    'a run that shares a limit: itself, and the unfinished ones that share it': {
      news: ({ update }) => update('runs', named('limited-1'), named('limited-1', inline, over)),
      want: ['limited-1', 'limited-2'],
    },
    'a Batch: its runs': { news: ({ add }) => add('batches', makeBatchObject()), want: [runName] },
    'a WorkspaceConfig: the runs of its namespace': {
      news: ({ add }) => add('workspaces', shared),
      want: ['limited-1', 'limited-2', 'over', runName],
    },
    'a Job without a limit: its run': { news: ({ add }) => add('jobs', makeJob(1)), want: [runName] },
    'a Job with a limit: its run, and the unfinished ones that share it': {
      news: ({ add }) => add('jobs', labelled(makeJob(2), { [LABEL_BATCH_RUN]: 'over', [LABEL_LIMIT_KEY]: 'claude' })),
      want: ['limited-1', 'limited-2', 'over'],
    },
    'a Pod without a limit: its run': { news: ({ add }) => add('pods', makePod(1)), want: [runName] },
    'a Pod with a limit: its run, and the unfinished ones that share it': {
      news: ({ add }) => add('pods', labelled(makePod(2), { [LABEL_BATCH_RUN]: 'over', [LABEL_LIMIT_KEY]: 'claude' })),
      want: ['limited-1', 'limited-2', 'over'],
    },
    'a Pod without any label: none': {
      news: ({ add }) => add('pods', { metadata: { name: 'bare', namespace: space } }),
      want: [],
    },
    'a ConfigMap: its run': {
      news: ({ add }) =>
        add('configMaps', labelled({ metadata: { name: 'c', namespace: space } }, { [LABEL_BATCH_RUN]: runName })),
      want: [runName],
    },
    'a warning about its Job: the run': { news: ({ add }) => add('warnings', about('Job', job)), want: [runName] },
    'a warning about its Pod: the run': { news: ({ add }) => add('warnings', about('Pod', pod)), want: [runName] },
    'a warning about a Job that is called as its Pod: none': {
      news: ({ add }) => add('warnings', about('Job', pod)),
      want: [],
    },
    "a warning about another namespace's Pod: none": {
      news: ({ add }) => add('warnings', about('Pod', pod, 'elsewhere')),
      want: [],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { news, want }) => {
    const at = cluster();
    expect(wokenBy(at.sources, () => news(at)).sort()).toEqual(want.map(key));
  });
});

describe('the users of a limit', () => {
  const usersOf = ({ kind }: ReturnType<typeof cluster>) => {
    const { occupied, claimants } = kind.users(key('claude'), now);
    return [occupied, claimants.map(({ run, active }) => `${run} has ${active}`).sort()];
  };

  test('are the unfinished runs whose WorkspaceConfig names it', () => {
    expect(usersOf(cluster())).toEqual([0, ['limited-1 has 0', 'limited-2 has 0']]);
  });

  test('a Job that was asked for holds its slot before anybody has seen it', () => {
    const at = cluster();
    at.memory.creations.note('limited-1', ['limited-1-task-0'], now);
    expect(usersOf(at)).toEqual([1, ['limited-1 has 1', 'limited-2 has 0']]);
  });

  test('a Job whose creation got no answer holds its slot, since it may run', () => {
    const at = cluster();
    const change = { type: 'create' as const, object: makeJob(0, {}, { name: 'limited-2-task-0' }) };
    at.memory.createFailures.note('limited-2', [{ change, reason: 'Timeout', message: '', transient: true }], now);
    expect(usersOf(at)).toEqual([1, ['limited-1 has 0', 'limited-2 has 1']]);
  });

  test('a Job whose creation was refused holds none', () => {
    const at = cluster();
    const change = { type: 'create' as const, object: makeJob(0, {}, { name: 'limited-2-task-0' }) };
    at.memory.createFailures.note('limited-2', [{ change, reason: 'Forbidden', message: '', transient: false }], now);
    expect(usersOf(at)).toEqual([0, ['limited-1 has 0', 'limited-2 has 0']]);
  });

  test('a Pod with the key takes a slot, also one that was released a moment ago, or is about to be', () => {
    const at = cluster();
    const labels = { [LABEL_BATCH_RUN]: 'limited-1', [LABEL_LIMIT_KEY]: 'claude' };
    const gated = (index: number) => labelled(makeGatedPod(index), labels);
    const names = [3, 4, 5].map((index) => gated(index).metadata.name);
    for (const index of [3, 4, 5, 6]) at.add('pods', gated(index));
    at.add('pods', labelled(makePod(7, { phase: 'Running' }), { ...labels, [LABEL_BATCH_RUN]: 'gone' }));
    at.memory.releases.note('limited-1', names.slice(0, 1), now);
    at.memory.releasing.reserve('limited-2', names.slice(1, 2));
    expect(usersOf(at)).toEqual([3, ['limited-1 has 2', 'limited-2 has 0']]);
  });

  test('a Job that a pass has decided to create takes its slot', () => {
    const at = cluster();
    at.memory.starting.reserve('limited-2', ['limited-2-task-0']);
    expect(usersOf(at)).toEqual([1, ['limited-1 has 0', 'limited-2 has 1']]);
  });

  test('a Job with the key takes a slot, whosever it is, and one with another key none', () => {
    const at = cluster();
    at.add('jobs', labelled(makeJob(3), { [LABEL_BATCH_RUN]: 'gone', [LABEL_LIMIT_KEY]: 'claude' }));
    at.add('jobs', labelled(makeJob(4), { [LABEL_BATCH_RUN]: 'gone', [LABEL_LIMIT_KEY]: 'gemini' }));
    expect(usersOf(at)).toEqual([1, ['limited-1 has 0', 'limited-2 has 0']]);
  });
});
