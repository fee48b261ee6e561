import { expect, test } from '@jest/globals';
import { Restores } from '../../../runtime/caches/restores.js';
import { CreationHistory } from '../../../runtime/creations/creation-history.js';
import { RecentCreations } from '../../../runtime/creations/recent-creations.js';
import type { Change } from '../../../runtime/engine/reconcile/diff.js';
import { makeRun } from '../../kubernetes-client/make-objects.js';
import { now } from '../batch-run/world.js';

const later = (seconds: number) => now + seconds * 1000;
const change: Change = {
  type: 'create',
  object: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'pod', namespace: 'a' } },
};

interface Situation {
  /** When the creation got no answer; undefined if it was never asked for. */
  readonly doubtedAt?: number;
  readonly isFollowing?: boolean;
  readonly ruledOutAt?: number;
  /** Whether it may be asked for again. */
  readonly want: boolean;
}

const cases: Record<string, Situation> = {
  'it was never asked for: created': { isFollowing: false, ruledOutAt: now, want: true },
  'it got no answer, and nothing could prove a restore: created': { doubtedAt: now, want: true },
  'it got no answer, and a restore is ruled out since: created': { doubtedAt: now, ruledOutAt: later(2), want: true },
  'it got no answer, and a restore was ruled out before: not yet': {
    doubtedAt: now,
    ruledOutAt: later(-2),
    want: false,
  },
  'it got no answer, and the watch is interrupted: not yet': {
    ...{ doubtedAt: now, ruledOutAt: later(2) },
    isFollowing: false,
    want: false,
  },
};

test.each(Object.entries(cases))('of a child, %s', async (_situation, { want, ...situation }) => {
  const { doubtedAt, isFollowing = true, ruledOutAt } = situation;
  const creations = new RecentCreations();
  creations.doubt('run-uid', doubtedAt === undefined ? [] : ['pod'], doubtedAt ?? now);
  const restores = new Restores();
  [ruledOutAt].filter((at) => at !== undefined).map((at) => restores.ruleOut(at));
  const transport = { request: async () => ({ items: [] }) as never };
  const history = new CreationHistory('Pod', {
    transport,
    creations,
    restores,
    workers: { isFollowing: () => isFollowing },
  });
  expect(await history.doubtsOf(makeRun({ uid: 'run-uid' }), [change])).toEqual({
    hasBegun: false,
    unsettled: new Set(want ? [] : ['pod']),
  });
});

test('a creation without an answer leaves the others of its run free', async () => {
  const creations = new RecentCreations();
  creations.doubt('run-uid', ['pod'], now);
  const restores = new Restores();
  restores.ruleOut(later(-2));
  const transport = { request: async () => ({ items: [] }) as never };
  const history = new CreationHistory('Pod', { transport, creations, restores, workers: { isFollowing: () => true } });
  const other = { ...change, object: { ...change.object, metadata: { name: 'other', namespace: 'a' } } };
  expect(await history.doubtsOf(makeRun({ uid: 'run-uid' }), [change, other])).toEqual({
    hasBegun: false,
    unsettled: new Set(['pod']),
  });
});
