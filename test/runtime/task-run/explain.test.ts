import { describe, expect, test } from '@jest/globals';
import type { ChildFailure } from '../../../runtime/engine/reconcile/act.js';
import { explain } from '../../../runtime/task-run/reconcile.js';
import {
  ago,
  makePod,
  makeRun,
  makeSeenWorld,
  makeWorld,
  now,
  observe,
  podName,
  running,
  stepsPod,
  summary,
  type World,
  waiting,
} from './world.js';

const onPod = (type: 'create' | 'delete', reason: string, transient = false): ChildFailure => ({
  change: { type, object: { apiVersion: 'v1', kind: 'Pod', metadata: { name: podName } } },
  message: `cannot ${type} Pod ${podName}: ${reason}`,
  ...{ reason, transient },
});

interface Case {
  readonly world: World;
  readonly failures: readonly ChildFailure[];
  readonly want: unknown[];
}

const young = { metadata: { name: podName, creationTimestamp: ago(1) } };

const cases: Record<string, Case> = {
  'the Pod is forbidden: CreateFailed, with the answer of the API server': {
    world: makeWorld(),
    failures: [onPod('create', 'Forbidden')],
    want: ['Pending', 'CreateFailed', expect.stringMatching(/^cannot create Pod hello-1-pod: Forbidden/)],
  },
  'the name of the Pod is taken: another name': {
    world: makeWorld(),
    failures: [onPod('create', 'AlreadyExists')],
    want: ['Pending', 'PodNameTaken', expect.stringContaining('the Pod is created as hello-1-')],
  },
  'the creation got no answer: CreateFailed': {
    world: makeWorld(),
    failures: [onPod('create', 'Timeout', true)],
    want: ['Pending', 'CreateFailed', 'cannot create Pod hello-1-pod: Timeout'],
  },
  'a cancelled run whose Pod could not be deleted: not cancelled yet': {
    world: makeSeenWorld({ ...makePod(), spec: {} }, { run: makeRun({ cancel: true }, { podName }) }),
    failures: [onPod('delete', 'Forbidden')],
    want: ['Pending', 'Cancelling', 'the containers are being stopped'],
  },
  'a Pod that runs: its own state': {
    world: makeSeenWorld(stepsPod('Running', running('one'), waiting('two'), {}, young.metadata)),
    failures: [onPod('create', 'Forbidden')],
    want: ['Running', 'Running', 'step one (1 of 2) is running'],
  },
};

describe('explain', () => {
  test.each(Object.entries(cases))('%s', (_, { world, failures, want }) => {
    expect(summary(explain(observe(world), failures, now).status)).toEqual(want);
  });

  test('a finished run: the status stays as it is', () => {
    const status = { phase: 'Succeeded', completionTime: ago(5) } as const;
    const world = makeWorld({ run: makeRun({}, status) });
    expect(explain(observe(world), [onPod('delete', 'Forbidden')], now).status).toEqual(status);
  });

  test('a failure is written now, although a new run would wait for its Pod', () => {
    const world = makeWorld({ run: makeRun({}, undefined, { creationTimestamp: ago(3) }) });
    expect(explain(observe(world), [onPod('create', 'Forbidden')], now).defersStatus).toBeFalsy();
  });
});
