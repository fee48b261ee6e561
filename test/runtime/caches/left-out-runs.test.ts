import { expect, test } from '@jest/globals';
import type { BatchRun } from '../../../api/generated/kinds.js';
import { ApiError } from '../../../packages/kubernetes-client/transport/api-error.js';
import type { ApiRequest } from '../../../packages/kubernetes-client/transport/api-request.js';
import { FakeClock, settle } from '../../../packages/work-queue/testing.js';
import { LeftOutRuns } from '../../../runtime/caches/left-out-runs.js';

const run = (name: string, status?: BatchRun['status'], namespace = 'team'): BatchRun => ({
  apiVersion: 'kubetask.io/v1alpha1',
  kind: 'BatchRun',
  metadata: { name, namespace, resourceVersion: '7', generation: 3 },
  spec: { batchRef: 'update' },
  ...(status ? { status } : {}),
});

/** Answers each request when the test says so. */
class Server {
  readonly requests: ApiRequest[] = [];
  answer: () => Promise<unknown> = async () => undefined;

  request<T>(request: ApiRequest): Promise<T> {
    this.requests.push(request);
    return this.answer() as Promise<T>;
  }

  get paths(): string[] {
    return this.requests.map(({ path }) => path);
  }
}

function leftOutRuns() {
  const server = new Server();
  const clock = new FakeClock();
  return { server, clock, runs: new LeftOutRuns({ transport: server, clock }) };
}

const pathOf = (name: string) => `/apis/kubetask.io/v1alpha1/namespaces/team/batchruns/${name}/status`;

test('the status of an unfinished run says that its namespace is left out, at the version that was seen', async () => {
  const { server, runs } = leftOutRuns();
  runs.start();
  runs.add(run('a', { phase: 'Running' }));
  await settle();
  expect(server.requests).toEqual([
    expect.objectContaining({
      method: 'PATCH',
      path: pathOf('a'),
      contentType: 'application/merge-patch+json',
      body: {
        metadata: { resourceVersion: '7' },
        status: {
          phase: 'Running',
          observedGeneration: 3,
          conditions: expect.arrayContaining([
            expect.objectContaining({
              type: 'Stalled',
              status: 'True',
              reason: 'NamespaceLeftOut',
              observedGeneration: 3,
              lastTransitionTime: '2026-01-01T00:00:00Z',
            }),
          ]),
        },
      },
    }),
  ]);
});

test('a run without a status is pending', async () => {
  const { server, runs } = leftOutRuns();
  runs.start();
  runs.add(run('a'));
  await settle();
  expect(server.requests[0]?.body).toMatchObject({ status: { phase: 'Pending' } });
});

const leftOut = {
  type: 'Ready',
  status: 'False' as const,
  reason: 'NamespaceLeftOut',
  message: '',
  lastTransitionTime: '',
};

test.each([
  ['is finished', run('a', { phase: 'Succeeded', completionTime: '2030-01-01T00:00:00Z' })],
  ['says so already', run('a', { phase: 'Running', conditions: [{ ...leftOut, type: 'Stalled' }] })],
])('nothing is written of a run that %s', async (_, one) => {
  const { server, runs } = leftOutRuns();
  runs.start();
  runs.add(one as BatchRun);
  await settle();
  expect(server.requests).toEqual([]);
});

test('a replica that does not lead writes nothing until it does', async () => {
  const { server, runs } = leftOutRuns();
  runs.add(run('a'));
  await settle();
  expect(server.requests).toEqual([]);
  runs.start();
  await settle();
  expect(server.paths).toEqual([pathOf('a')]);
});

test('one request at a time, and a failure does not stop the others', async () => {
  const { server, runs } = leftOutRuns();
  const rejections: (() => void)[] = [];
  server.answer = () => new Promise((_, reject) => rejections.push(() => reject(new Error('no'))));
  runs.start();
  runs.add(run('a'));
  runs.add(run('b'));
  await settle();
  expect(server.paths).toEqual([pathOf('a')]);
  rejections[0]?.();
  await settle();
  expect(server.paths).toEqual([pathOf('a'), pathOf('b')]);
});

test('runs of a namespace that has returned are not written', async () => {
  const { server, runs } = leftOutRuns();
  runs.add(run('a'));
  runs.add(run('b', undefined, 'other'));
  runs.forget('team');
  runs.start();
  await settle();
  expect(server.paths).toEqual([expect.stringContaining('/namespaces/other/')]);
});

test('at most 200 runs wait, each once', async () => {
  const { server, runs } = leftOutRuns();
  for (let i = 0; i < 250; i += 1) runs.add(run(`run-${i}`));
  runs.add(run('run-0', { phase: 'Running' }));
  runs.start();
  for (let i = 0; i < 40; i += 1) await settle();
  expect(server.requests).toHaveLength(200);
  expect(server.requests[0]?.body).toMatchObject({ status: { phase: 'Running' } });
});

const failure = (code: number, reason: string) => () =>
  Promise.reject(new ApiError('no', { code, reason, transient: code >= 500 }));

test('a report that fails is repeated with backoff until it succeeds, and new ones do not wait for it', async () => {
  const { server, clock, runs } = leftOutRuns();
  server.answer = failure(503, 'ServiceUnavailable');
  runs.start();
  runs.add(run('a'));
  await settle();
  await clock.advance(0.999);
  expect(server.paths).toEqual([pathOf('a')]);
  await clock.advance(0.001);
  expect(server.paths).toEqual([pathOf('a'), pathOf('a')]);
  runs.add(run('b'));
  await settle();
  expect(server.paths).toEqual([pathOf('a'), pathOf('a'), pathOf('b')]);
  server.answer = async () => undefined;
  await clock.advance(2);
  expect(server.paths.slice(3).sort()).toEqual([pathOf('a'), pathOf('b')]);
  await clock.advance(600);
  expect(server.requests).toHaveLength(5);
});

test.each([
  ['is gone', 404, 'NotFound'],
  ['has changed, and is added again', 409, 'Conflict'],
])('a report of a run that %s is not repeated', async (_, code, reason) => {
  const { server, clock, runs } = leftOutRuns();
  server.answer = failure(code, reason);
  runs.start();
  runs.add(run('a'));
  await settle();
  await clock.advance(600);
  expect(server.requests).toHaveLength(1);
});

test('a failed report of a namespace that has returned is not repeated, nor after the end', async () => {
  const { server, clock, runs } = leftOutRuns();
  server.answer = failure(500, 'InternalError');
  runs.start();
  runs.add(run('a'));
  runs.forget('team');
  runs.add(run('b', undefined, 'other'));
  await settle();
  runs.stop();
  await clock.advance(600);
  expect(server.requests).toHaveLength(2);
});
