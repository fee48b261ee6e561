import { describe, expect, test } from '@jest/globals';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { withHeldReplicas } from '../../../runtime/engine/reconcile/held-replicas.js';
import { ScriptedTransport } from './scripted-transport.js';

const path = '/apis/apps/v1/namespaces/a/deployments/helper';
const wanted = (spec: object | undefined = { paused: false }, kind = 'Deployment') =>
  ({ apiVersion: 'apps/v1', kind, metadata: { name: 'helper', uid: 'u' }, ...(spec && { spec }) }) as KubernetesObject;
const entry = (manager: string, operation: string, spec: object = { 'f:replicas': {} }) => ({
  ...{ manager, operation, fieldsV1: { 'f:spec': spec } },
});
const ours = entry('kubetask', 'Apply');
const stored = (managedFields: readonly object[] | undefined, spec: object | undefined = { replicas: 3 }) => ({
  ...{ metadata: { name: 'helper', ...(managedFields && { managedFields }) }, ...(spec && { spec }) },
});

describe('replicas that an earlier apply named, and that are no longer to be named', () => {
  const cases: Record<string, { stored: object; want: object }> = {
    'as they were applied: stay': { stored: stored([ours]), want: { paused: false, replicas: 3 } },
    'beside fields of others: stay': {
      stored: stored([entry('hpa', 'Update', {}), ours]),
      want: { paused: false, replicas: 3 },
    },
    'somebody else has set them since: are theirs': {
      stored: stored([entry('kubetask', 'Apply', { 'f:paused': {} }), entry('hpa', 'Update')]),
      want: { paused: false },
    },
    'somebody else applies them: are theirs': { stored: stored([entry('hpa', 'Apply')]), want: { paused: false } },
    'they were updated, not applied: are not held': {
      stored: stored([entry('kubetask', 'Update')]),
      want: { paused: false },
    },
    'the apply named nothing of the specification: are not held': {
      stored: stored([
        { manager: 'kubetask', operation: 'Apply', fieldsV1: {} },
        { manager: 'kubetask', operation: 'Apply' },
      ]),
      want: { paused: false },
    },
    'nobody says who set them: are not held': { stored: stored(undefined), want: { paused: false } },
    'there are none: are not named': { stored: stored([ours], {}), want: { paused: false } },
    'there is no specification: are not named': {
      stored: { metadata: stored([ours]).metadata },
      want: { paused: false },
    },
  };
  test.each(Object.entries(cases))('%s', async (_, { stored: answer, want }) => {
    const server = new ScriptedTransport(answer);
    expect(await withHeldReplicas(server.transport, path, wanted(), 'kubetask')).toEqual(wanted(want));
    expect(server.lines).toEqual([`GET ${path}`]);
  });

  test('an object without a specification gets one with them alone', async () => {
    const { transport } = new ScriptedTransport(stored([ours]));
    const bare = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'helper', uid: 'u' } };
    expect(await withHeldReplicas(transport, path, bare, 'kubetask')).toEqual({ ...bare, spec: { replicas: 3 } });
  });

  test.each([
    ['names its replicas', wanted({ replicas: 0 })],
    ['has none', wanted({}, 'Service')],
  ])('of an object that %s: nobody is asked, and nothing changes', async (_, desired) => {
    const server = new ScriptedTransport();
    expect(await withHeldReplicas(server.transport, path, desired, 'kubetask')).toBe(desired);
    expect(server.lines).toEqual([]);
  });
});
