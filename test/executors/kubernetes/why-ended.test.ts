import { expect, test } from '@jest/globals';
import type { Pod } from '../../../executors/kubernetes/pod/objects.js';
import { whyStopped } from '../../../executors/kubernetes/pod/why-ended.js';

const makePod = (state: object, metadata: object = {}): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'api-1', ...metadata },
  spec: { containers: [{ name: 'api' }] },
  status: { containerStatuses: [{ name: 'api', state }] },
});

const cases: Record<string, { pod: Pod; want: string | undefined }> = {
  'the Pod and its container run: nothing, the program ended itself': {
    pod: makePod({ running: {} }),
    want: undefined,
  },
  'the Pod is being deleted: that': {
    pod: makePod({ running: {} }, { deletionTimestamp: '2026-01-01T00:00:00Z' }),
    want: 'Pod api-1 is being deleted',
  },
  'the container ended: that': {
    pod: makePod({ terminated: { exitCode: 137, reason: 'OOMKilled' } }),
    want: 'container api of Pod api-1 does not run any more',
  },
};

test.each(Object.entries(cases))('%s', (_, { pod, want }) => expect(whyStopped(pod, 'api')).toBe(want));
