import { beforeEach, expect, test } from '@jest/globals';
import type { ApiRequest } from '../../../../packages/kubernetes-client/transport/api-request.js';
import type { Transport } from '../../../../packages/kubernetes-client/transport/transport.js';
import type { ObjectMeta } from '../../../../packages/kubernetes-conventions/kubernetes-object.js';
import { JobMemory } from '../../../../runtime/batch-run/jobs/job-memory.js';
import { withoutEarlierJobs } from '../../../../runtime/batch-run/jobs/live-jobs.js';
import type { ObservedJob } from '../../../../runtime/batch-run/observed.js';
import { ago, makeJob, makeRun, runOwner } from '../world.js';

/** The run of these cases was created 60 s ago. */
const synthesized = makeRun({ jobs: 'synthesized' });

/** An API server that has these Jobs, one on each page. */
const serverOf = (...there: readonly ObservedJob[]) => {
  const asked: unknown[] = [];
  const request = async ({ path, query }: ApiRequest) => {
    asked.push(`${path}?${query?.['labelSelector']}`);
    const at = Number(query?.['continue'] ?? 0);
    return {
      metadata: at + 1 < there.length ? { continue: String(at + 1) } : {},
      items: there.length === 0 ? null : there.slice(at, at + 1),
    };
  };
  return { asked, transport: { request } as unknown as Transport };
};

const job = (index: number, secondsAgo: number, metadata: Partial<ObjectMeta> = {}): ObservedJob =>
  makeJob(index, {}, { ownerReferences: [], creationTimestamp: ago(secondsAgo), ...metadata });

let memory: JobMemory;
beforeEach(() => {
  memory = new JobMemory();
});

const cases: Record<
  string,
  { run?: typeof synthesized; cached: ObservedJob[]; there?: ObservedJob[]; want: number[] }
> = {
  'created after the run: kept, and not asked about': { cached: [job(0, 59)], want: [0] },
  'created in the second of the run, and there: kept': { cached: [job(0, 60)], there: [job(0, 60)], want: [0] },
  'created in the second of the run, and gone: left out': { cached: [job(0, 60)], want: [] },
  'created before the run, and there: kept': { cached: [job(0, 90)], there: [job(0, 90)], want: [0] },
  'created before the run, and gone: left out': { cached: [job(0, 90), job(1, 59)], want: [1] },
  'replaced by another of its name: left out': {
    cached: [job(0, 90)],
    there: [job(0, 30, { uid: 'another' })],
    want: [],
  },
  'being deleted: left out': {
    cached: [job(0, 90)],
    there: [job(0, 90, { deletionTimestamp: ago(61) })],
    want: [],
  },
  'on the second page: kept': { cached: [job(1, 90)], there: [job(0, 90), job(1, 90)], want: [1] },
  'with an owner, which says whose it is: kept': { cached: [job(0, 90, { ownerReferences: [runOwner] })], want: [0] },
  'of a run that creates its Jobs: kept': { run: makeRun(), cached: [job(0, 90)], want: [0] },
};

test.each(Object.entries(cases))('a Job %s', async (_, { run = synthesized, cached, there = [], want }) => {
  const { transport } = serverOf(...there);
  const kept = await withoutEarlierJobs(transport, { parent: run, children: cached }, memory);
  expect(kept).toEqual(want.map((index) => cached.find(({ metadata }) => metadata.uid === `job-uid-${index}`)));
});

test('each Job is asked about once, until the run is forgotten', async () => {
  const { transport, asked } = serverOf(job(0, 90));
  const observed = { parent: synthesized, children: [job(0, 90), job(1, 90)] };
  const first = await withoutEarlierJobs(transport, observed, memory);
  expect(await withoutEarlierJobs(transport, observed, memory)).toEqual(first);
  expect(asked).toEqual(['/apis/batch/v1/namespaces/team/jobs?kubetask.io/batch-run=update-001']);
  memory.forget('run-uid');
  await withoutEarlierJobs(transport, observed, memory);
  expect(asked).toHaveLength(2);
});
