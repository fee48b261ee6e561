import { describe, expect, test } from '@jest/globals';
import { attemptKind } from '../../../runtime/batch-run/attempts/attempt-kind.js';
import { retryAfterOf } from '../../../runtime/batch-run/attempts/retry-after.js';
import type { ObservedTaskPod } from '../../../runtime/batch-run/observed.js';
import { podFailure } from '../../../runtime/pod/pod-failure.js';

const container = (name: string, exitCode: number, message?: string) => ({
  name,
  state: { terminated: { exitCode, ...(message !== undefined && { message }) } },
});

const pod = (inits: object[], agent?: object) =>
  ({
    ...{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace: 'team' } },
    status: { phase: 'Failed', initContainerStatuses: inits, containerStatuses: agent ? [agent] : [] },
  }) as unknown as ObservedTaskPod;

describe('a Pod whose tokens were not minted', () => {
  const cases: Record<string, { of: ObservedTaskPod; reason: string; kind: string; seconds?: number }> = {
    'somebody has to change something': {
      of: pod([container('mint-tokens', 42, 'no token for a/b: check appId')]),
      reason: 'TokenFailed',
      kind: 'Other',
    },
    'too many requests: as long as the host says': {
      of: pod([container('mint-tokens', 75, 'too many requests (retryAfter: 120)')]),
      reason: 'TemporaryFailure',
      kind: 'RateLimit',
      seconds: 120,
    },
    'a server error': {
      of: pod([container('mint-tokens', 75, 'answers 500')]),
      reason: 'TemporaryFailure',
      kind: 'RateLimit',
    },
    'it crashed': { of: pod([container('mint-tokens', 1)]), reason: 'TokenFailed', kind: 'Other' },
    'the agent failed, and the sidecar was killed: the agent': {
      of: pod([container('mint-tokens', 0), container('refresh-tokens', 137)], container('agent', 3)),
      reason: 'AgentFailed',
      kind: 'Other',
    },
    'a text of another container that ends like ours: no time': {
      of: pod([container('clone-0', 1, 'evil (retryAfter: 9)')]),
      reason: 'CloneFailed',
      kind: 'Other',
    },
  };
  test.each(Object.entries(cases))('%s', (_, { of, reason, kind, seconds }) =>
    expect([podFailure(of).reason, attemptKind(of), retryAfterOf(of)]).toEqual([reason, kind, seconds]),
  );
});
