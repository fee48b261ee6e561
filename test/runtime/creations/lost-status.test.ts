import { expect, test } from '@jest/globals';
import type { Delta } from '../../../packages/kubernetes-client/cache/held-objects.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { lostStatus } from '../../../runtime/creations/lost-status.js';

interface Run extends KubernetesObject {
  readonly status?: { readonly phase: string };
}

const run = (resourceVersion: string, phase: string): Run => ({
  ...{ apiVersion: 'kubetask.io/v1alpha1', kind: 'TaskRun', metadata: { name: 'run', resourceVersion } },
  status: { phase },
});

const updated = (from: string, to: string): Delta<Run> => ({
  ...{ type: 'updated', object: run(to, 'Pending'), previous: run(from, 'Running') },
});

const cases: Record<string, { delta: Delta<Run>; want: object | undefined }> = {
  'its version goes back: the status from before': { delta: updated('10', '9'), want: { phase: 'Running' } },
  'a later version: none': { delta: updated('9', '10'), want: undefined },
  'versions are no numbers: none': { delta: updated('b', 'a'), want: undefined },
  'it is deleted: none': { delta: { type: 'deleted', object: run('9', 'Running') }, want: undefined },
};

test.each(Object.entries(cases))('a run, %s', (_situation, { delta, want }) => {
  expect(lostStatus(delta)).toEqual(want);
});
