import { expect, test } from '@jest/globals';
import type { BudgetListener, MemoryBudget } from '../../../packages/kubernetes-client/cache/memory-budget.js';
import type { ApiRequest } from '../../../packages/kubernetes-client/transport/api-request.js';
import type { Transport } from '../../../packages/kubernetes-client/transport/transport.js';
import { FakeClock, settle } from '../../../packages/work-queue/testing.js';
import { LeftOutNamespaces } from '../../../runtime/caches/left-out-namespaces.js';
import type { LeftOutRuns } from '../../../runtime/caches/left-out-runs.js';

function world() {
  const listeners: BudgetListener[] = [];
  const requests: ApiRequest[] = [];
  const lines: [string, object, string][] = [];
  const runs: string[] = [];
  const log = (level: string) => (fields: object, text: string) => lines.push([level, fields, text]);
  const budget = { listen: (listener: BudgetListener) => listeners.push(listener) } as unknown as MemoryBudget;
  const transport = { request: async (request: ApiRequest) => requests.push(request) } as unknown as Transport;
  const namespaces = new LeftOutNamespaces(budget, {
    transport,
    runs: {
      add: ({ metadata: { name } }: { metadata: { name: string } }) => runs.push(`add ${name}`),
      forget: (namespace: string) => runs.push(`forget ${namespace}`),
      start: () => runs.push('start'),
    } as unknown as LeftOutRuns,
    runsOf: (namespace) => [{ kind: 'BatchRun', metadata: { name: `run of ${namespace}` } }] as never,
    clock: new FakeClock(),
    logger: { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') } as never,
  });
  const events = () =>
    requests.map(({ path, body }) => {
      const { type, reason, involvedObject } = body as {
        type: string;
        reason: string;
        involvedObject: { name: string };
      };
      return `${path.replace(/\/events.*/, '')} ${type} ${reason} ${involvedObject.name}`;
    });
  return { namespaces, listener: () => listeners[0] as Required<BudgetListener>, events, lines, runs };
}

test('a namespace that is left out: a warning, an Event in it, and its runs', async () => {
  const { namespaces, listener, events, lines, runs } = world();
  namespaces.start();
  listener().leftOut('team', 41_000_001);
  await settle();
  expect(lines[0]).toEqual([
    'warn',
    { namespace: 'team', bytes: 41_000_001 },
    expect.stringContaining('take 42 MB of memory'),
  ]);
  expect(events()).toEqual(['/api/v1/namespaces/team Warning NamespaceLeftOut team']);
  expect(runs).toEqual(['start', 'add run of team']);
});

test('a namespace that returns: a line, an Event, and its runs are not written', async () => {
  const { namespaces, listener, events, lines, runs } = world();
  namespaces.start();
  listener().returned('team');
  await settle();
  expect(lines[0]).toEqual(['info', { namespace: 'team' }, expect.stringContaining('fit into memory again')]);
  expect(events()).toEqual(['/api/v1/namespaces/team Normal NamespaceReturned team']);
  expect(runs).toEqual(['start', 'forget team']);
});

test('a replica that does not lead sends the Events of what is still left out when it does', async () => {
  const { namespaces, listener, events } = world();
  listener().leftOut('team', 1);
  listener().leftOut('other', 1);
  listener().returned('other');
  await settle();
  expect(events()).toEqual([]);
  namespaces.start();
  await settle();
  expect(events()).toEqual(['/api/v1/namespaces/team Warning NamespaceLeftOut team']);
});
