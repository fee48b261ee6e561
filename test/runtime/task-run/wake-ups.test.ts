import { describe, expect, test } from '@jest/globals';
import type { TaskRun, WorkspaceConfig } from '../../../api/generated/kinds.js';
import { LABEL_LIMIT_KEY, LABEL_TASK_RUN } from '../../../api/labels.js';
import type { Identified } from '../../../packages/kubernetes-conventions/object-key.js';
import { createSharedInformers } from '../../../runtime/caches/shared-informers.js';
import { SharedLimits } from '../../../runtime/limits/shared-limits.js';
import { createTaskRunInformers } from '../../../runtime/task-run/informers.js';
import { createPassMemory } from '../../../runtime/task-run/pass-memory.js';
import { limitedTaskRuns } from '../../../runtime/task-run/policies/shared-limit.js';
import { wakeUps } from '../../../runtime/task-run/wake-ups.js';
import { fed, noServer, wokenBy } from '../engine/fed-informers.js';
import { ago, makePod, makeRun, makeTask, now } from './world.js';

const makeWorkspace = (name: string, concurrency?: { limitKey: string; limit: number }, namespace = 'team') =>
  ({ metadata: { name, namespace }, spec: concurrency ? { concurrency } : {} }) as unknown as WorkspaceConfig;

const oneSlot = { limitKey: 'claude', limit: 1 };
const inline: TaskRun['spec'] = { taskSpec: { steps: [], workspaceConfigRef: 'shared' } };
const named = (name: string, spec: TaskRun['spec'] = inline, more: Partial<TaskRun> = {}): TaskRun => {
  const { metadata, apiVersion, kind } = makeRun();
  return { apiVersion, kind, metadata: { ...metadata, name, uid: name, creationTimestamp: ago(60) }, spec, ...more };
};
const overStatus = { phase: 'Succeeded', completionTime: ago(1) } as const;
const { metadata: podMetadata, ...podRest } = makePod();
const podOf = (run: string, more: Record<string, string> = {}) => ({
  ...podRest,
  metadata: { ...podMetadata, name: `${run}-pod`, labels: { [LABEL_TASK_RUN]: run, ...more } },
});

/** Runs in the namespace: `hello-1` of Task `hello`, `limited-1` and `limited-2` that share one slot, and one that is over. */
function cluster() {
  const all = fed({ ...createSharedInformers(noServer), ...createTaskRunInformers(noServer) });
  const memory = createPassMemory();
  const kind = limitedTaskRuns(all.informers, memory);
  const limits = new SharedLimits([kind], all.informers.workspaces.store);
  all.add('workspaces', makeWorkspace('shared', oneSlot));
  all.add('tasks', makeTask());
  all.add('taskRuns', makeRun());
  all.add('taskRuns', named('limited-1'));
  all.add('taskRuns', named('limited-2'));
  all.add('taskRuns', named('over', { taskRef: 'hello' }, { status: overStatus }));
  all.add('taskRunPods', podOf('hello-1'));
  return { ...all, kind, memory, sources: wakeUps(all.informers, limits) };
}

const about = (kind: string, name: string, namespace = 'team'): Identified =>
  ({
    metadata: { name: 'w', namespace },
    ...{ involvedObject: { kind, name, uid: 'x' }, reason: 'Failed', message: '', lastSeen: ago(0) },
  }) as Identified;

describe('news: the runs that they wake', () => {
  type Cluster = ReturnType<typeof cluster>;
  const cases: Record<string, { news: (at: Cluster) => void; want: string[] }> = {
    'a run that shares no limit: itself': {
      news: ({ update }) => update('taskRuns', makeRun(), makeRun({ cancel: true })),
      want: ['team/hello-1'],
    },
    'a run that shares a limit is over: itself, and the next in the queue': {
      news: ({ update }) => update('taskRuns', named('limited-1'), named('limited-1', inline, { status: overStatus })),
      want: ['team/limited-1', 'team/limited-2'],
    },
    'a Task: the unfinished runs of it': { news: ({ add }) => add('tasks', makeTask()), want: ['team/hello-1'] },
    'another Task: none': {
      news: ({ add }) => add('tasks', { metadata: { name: 'other', namespace: 'team' } }),
      want: [],
    },
    'a WorkspaceConfig: the unfinished runs of its namespace': {
      news: ({ add }) => add('workspaces', makeWorkspace('shared', oneSlot)),
      want: ['team/hello-1', 'team/limited-1', 'team/limited-2'],
    },
    'a WorkspaceConfig of another namespace: none': {
      news: ({ add }) => add('workspaces', makeWorkspace('shared', oneSlot, 'other')),
      want: [],
    },
    'a Pod without a limit: its run': {
      news: ({ add }) => add('taskRunPods', podOf('hello-1')),
      want: ['team/hello-1'],
    },
    'a Pod with a limit: its run, and the next in the queue': {
      news: ({ add }) => add('taskRunPods', podOf('limited-2', { [LABEL_LIMIT_KEY]: 'claude' })),
      want: ['team/limited-1', 'team/limited-2'],
    },
    'a ConfigMap: its run': {
      news: ({ add }) =>
        add('taskRunConfigMaps', { metadata: { name: 'c', namespace: 'team', labels: { [LABEL_TASK_RUN]: 'over' } } }),
      want: ['team/over'],
    },
    'a warning about its Pod: the run': {
      news: ({ add }) => add('warnings', about('Pod', 'hello-1-pod')),
      want: ['team/hello-1'],
    },
    'a warning about an object of another kind with the same name: none': {
      news: ({ add }) => add('warnings', about('Deployment', 'hello-1-pod')),
      want: [],
    },
    "a warning about another namespace's Pod: none": {
      news: ({ add }) => add('warnings', about('Pod', 'hello-1-pod', 'other')),
      want: [],
    },
    "a warning about a Pod that is not a run's: none": {
      news: ({ add }) => add('warnings', about('Pod', 'stranger')),
      want: [],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { news, want }) => {
    const at = cluster();
    expect(wokenBy(at.sources, () => news(at)).sort()).toEqual(want);
  });
});

describe('the users of a limit', () => {
  const usersOf = ({ kind }: ReturnType<typeof cluster>) => {
    const { occupied, claimants } = kind.users('team/claude', now);
    return [occupied, claimants.map(({ run, active }) => `${run} has ${active}`).sort()];
  };

  test('are the unfinished runs whose WorkspaceConfig names it', () => {
    expect(usersOf(cluster())).toEqual([0, ['limited-1 has 0', 'limited-2 has 0']]);
  });

  test('a run whose Pod was asked for has its slot before anybody has seen the Pod', () => {
    const at = cluster();
    at.memory.creations.note('limited-1', ['limited-1-pod'], now);
    expect(usersOf(at)).toEqual([1, ['limited-1 has 1', 'limited-2 has 0']]);
  });

  test('a Pod with the key takes a slot, whosever it is', () => {
    const at = cluster();
    at.add('taskRunPods', podOf('gone', { [LABEL_LIMIT_KEY]: 'claude' }));
    at.add('taskRunPods', podOf('other', { [LABEL_LIMIT_KEY]: 'gemini' }));
    expect(usersOf(at)).toEqual([1, ['limited-1 has 0', 'limited-2 has 0']]);
  });
});
