import { expect, test } from '@jest/globals';
import { ApiError } from '../../../packages/kubernetes-client/transport/api-error.js';
import type { Transport } from '../../../packages/kubernetes-client/transport/transport.js';
import { pastStarts, type Suspects } from '../../../runtime/creations/past-starts.js';

const event = (kind: string, name: string, reason: string, second: string, uid = 'ours') => ({
  involvedObject: { kind, name, uid },
  reason,
  firstTimestamp: null,
  metadata: { creationTimestamp: `2030-01-01T00:00:${second}Z` },
});

const stored = [
  event('Job', 'run-task-0', 'SuccessfulCreate', '09'),
  event('Job', 'run-task-1', 'SuccessfulCreate', '00'),
  event('Job', 'run-task-2', 'FailedCreate', '09'),
  event('Job', 'other-task-3', 'SuccessfulCreate', '09'),
  event('Pod', 'single-pod', 'FailedScheduling', '09'),
  event('Pod', 'double-pod', 'Started', '09'),
  event('Pod', 'tekton-pod', 'Started', '09', 'tekton'),
  event('Pod', 'both-pod', 'Started', '09', 'gone'),
  event('Pod', 'both-pod', 'Started', '09', 'tekton'),
];

const owned = (uid: string, owner: string) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'any',
    uid,
    ownerReferences: [{ apiVersion: 'v1', kind: 'X', name: 'x', uid: owner, controller: true }],
  },
});

/** What is there now. */
const live: Readonly<Record<string, object>> = {
  'double-pod': owned('ours', 'run-uid'),
  'tekton-pod': owned('tekton', 'tekton-uid'),
  'both-pod': owned('tekton', 'tekton-uid'),
};

const asked: string[] = [];

function notFound(): never {
  throw new ApiError('not found', { code: 404, reason: 'NotFound', transient: false });
}

/** One Event a page. */
const transport = {
  request: async ({ path, query = {} }: { path: string; query?: Readonly<Record<string, string>> }) => {
    if (!path.endsWith('/events')) return live[path.split('/').pop() ?? ''] ?? notFound();
    const { fieldSelector = '', continue: token = '0' } = query;
    asked.push(fieldSelector);
    const terms = fieldSelector.split(',').map((term) => term.replace('involvedObject.', '').split('='));
    const items = stored.filter(({ involvedObject }) =>
      terms.every(([field = '', value]) => Reflect.get(involvedObject, field) === value),
    );
    const at = Number(token);
    return { metadata: at + 1 < items.length ? { continue: String(at + 1) } : {}, items: items.slice(at, at + 1) };
  },
} as unknown as Transport;

const cases: Record<string, { suspects: Pick<Suspects, 'kind' | 'names'>; want: string[] }> = {
  'a Job that has made a Pod: begun': { suspects: { kind: 'Job', names: ['run-task-0'] }, want: ['run-task-0'] },
  'an object of the same name from before the run: not begun': {
    suspects: { kind: 'Job', names: ['run-task-1'] },
    want: [],
  },
  'a Job that could not make a Pod: not begun': { suspects: { kind: 'Job', names: ['run-task-2'] }, want: [] },
  'many: read page by page, others left out': {
    suspects: { kind: 'Job', names: Array.from({ length: 20 }, (_, index) => `run-task-${index}`) },
    want: ['run-task-0'],
  },
  'a Pod that found no node: not begun': { suspects: { kind: 'Pod', names: ['single-pod'] }, want: [] },
  'a Pod that has started: begun': { suspects: { kind: 'Pod', names: ['double-pod'] }, want: ['double-pod'] },
  "somebody else's Pod of the name has started: not begun": {
    suspects: { kind: 'Pod', names: ['tekton-pod'] },
    want: [],
  },
  "ours has started, and the name is somebody else's since: begun": {
    suspects: { kind: 'Pod', names: ['both-pod'] },
    want: ['both-pod'],
  },
};

test.each([
  [1, ['involvedObject.kind=Job,involvedObject.name=run-task-0']],
  [8, Array.from({ length: 8 }, (_, index) => `involvedObject.kind=Job,involvedObject.name=run-task-${index}`)],
  [9, ['involvedObject.kind=Job']],
])('%i suspects are asked for by name as long as that is few questions', async (count, want) => {
  asked.length = 0;
  const names = Array.from({ length: count }, (_, index) => `run-task-${index}`);
  await pastStarts(transport, { kind: 'Job', names, namespace: 'team', ownerUid: 'run-uid', since: undefined });
  expect([...new Set(asked)].toSorted()).toEqual(want);
});

test('a Job of the name that Git applied has no controller, and may be of the run: begun', async () => {
  const seen = await pastStarts(
    {
      request: async ({ path }: { path: string }) =>
        path.endsWith('/events')
          ? { items: [event('Job', 'run-task-0', 'SuccessfulCreate', '09', 'from-git')] }
          : { metadata: { name: 'run-task-0', uid: 'from-git' } },
    } as unknown as Transport,
    { kind: 'Job', names: ['run-task-0'], namespace: 'team', ownerUid: 'run-uid', since: undefined },
  );
  expect([...seen]).toEqual(['run-task-0']);
});

test('a Pod of the name without a controller is not of the run: not begun', async () => {
  const seen = await pastStarts(
    {
      request: async ({ path }: { path: string }) =>
        path.endsWith('/events')
          ? { items: [event('Pod', 'pod', 'Started', '09', 'bare')] }
          : { metadata: { name: 'pod', uid: 'bare' } },
    } as unknown as Transport,
    { kind: 'Pod', names: ['pod'], namespace: 'team', ownerUid: 'run-uid', since: undefined },
  );
  expect([...seen]).toEqual([]);
});

test('the server does not say whose the name is: neither do we', async () => {
  const request = async ({ path }: { path: string }) => {
    if (path.endsWith('/events')) return { items: [event('Pod', 'pod', 'Started', '09')] };
    throw new ApiError('down', { code: 503, reason: 'ServiceUnavailable', transient: true });
  };
  const suspects = { kind: 'Pod', names: ['pod'], namespace: 'team', ownerUid: 'run-uid', since: undefined } as const;
  await expect(pastStarts({ request } as unknown as Transport, suspects)).rejects.toThrow('down');
});

test.each(Object.entries(cases))('%s', async (_situation, { suspects, want }) => {
  const begun = await pastStarts(transport, {
    ...suspects,
    namespace: 'team',
    ownerUid: 'run-uid',
    since: '2030-01-01T00:00:00Z',
  });
  expect([...begun]).toEqual(want);
});
