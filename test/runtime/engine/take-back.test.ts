import { describe, expect, test } from '@jest/globals';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { takeBack } from '../../../runtime/engine/reconcile/take-back.js';
import { type Answer, apiError, ScriptedTransport } from './scripted-transport.js';

const path = '/apis/apps/v1/namespaces/a/deployments/helper';
const desired = {
  ...{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'helper', namespace: 'a', uid: 'u' } },
  spec: { ports: [1] },
} as KubernetesObject;
const applied = { manager: 'kubetask', operation: 'Apply' };
const updated = { manager: 'kubetask', operation: 'Update' };
const stored = (...managedFields: readonly object[]) => ({ metadata: { name: 'helper', managedFields } });
const invalid = apiError(422, 'Invalid');
const removal = (at: number) => [
  { op: 'test', path: `/metadata/managedFields/${at}/manager`, value: 'kubetask' },
  { op: 'test', path: `/metadata/managedFields/${at}/operation`, value: 'Update' },
  { op: 'remove', path: `/metadata/managedFields/${at}` },
];

async function run(...answers: Answer[]) {
  const server = new ScriptedTransport(...answers);
  const reason = await takeBack(server.transport, path, desired, 'kubetask').then(
    () => 'done',
    (error) => error.reason,
  );
  return { server, reason };
}

test('the desired fields replace what is there, of that very object', async () => {
  const { server } = await run(stored());
  expect(server.requests).toEqual([
    {
      method: 'PATCH',
      path,
      query: { fieldManager: 'kubetask' },
      body: { metadata: { uid: 'u' }, spec: { ports: [1] } },
      contentType: 'application/merge-patch+json',
    },
  ]);
});

describe('what was written so has no owner afterwards', () => {
  const others = [{ manager: 'someone', operation: 'Update' }, applied, { ...updated, subresource: 'status' }];
  const cases: Record<string, { managers: readonly object[]; want: unknown }> = {
    'it is the only entry: goes': { managers: [updated], want: removal(0) },
    'others are before it: it alone goes': { managers: [...others, updated], want: removal(3) },
    'there is none: nothing goes': { managers: others, want: undefined },
  };
  test.each(Object.entries(cases))('%s', async (_, { managers, want }) => {
    const { server, reason } = await run(stored(...managers), {});
    expect([reason, server.requests[1]?.body]).toEqual(['done', want]);
  });

  test('nobody says whose the fields are: nothing goes', async () => {
    expect((await run({ metadata: { name: 'helper' } })).server.lines).toEqual([`PATCH ${path}`]);
  });

  test('the removal is a JSON patch of the same manager', async () => {
    const { server } = await run(stored(updated), {});
    expect(server.requests[1]).toMatchObject({
      ...{ method: 'PATCH', path, query: { fieldManager: 'kubetask' } },
      contentType: 'application/json-patch+json',
    });
  });

  test('the list of managers changed meanwhile: with the list of now', async () => {
    const { server, reason } = await run(stored(updated), invalid, stored(applied, updated), {});
    expect(server.lines).toEqual([`PATCH ${path}`, `PATCH ${path}`, `GET ${path}`, `PATCH ${path}`]);
    expect([reason, server.requests[3]?.body]).toEqual(['done', removal(1)]);
  });

  test('it is gone in the list of now: done', async () => {
    expect((await run(stored(updated), invalid, stored(applied))).reason).toBe('done');
  });

  test('the list changes each time: after five tries that is the error', async () => {
    const tries = [1, 2, 3, 4].flatMap(() => [invalid, stored(updated)]);
    const { server, reason } = await run(stored(updated), ...tries, invalid, stored(updated), {});
    expect([reason, server.requests.filter(({ contentType }) => contentType?.includes('json-patch')).length]).toEqual([
      'Invalid',
      5,
    ]);
  });

  test.each([
    ['the desired fields', [invalid]],
    ['the removal, for another reason', [stored(updated), apiError(403, 'Forbidden')]],
  ])('%s are refused: that is the error, and nothing more is tried', async (_, answers) => {
    const { server, reason } = await run(...answers);
    expect([reason, server.requests.length]).toEqual([
      answers.at(-1) === invalid ? 'Invalid' : 'Forbidden',
      answers.length,
    ]);
  });
});
