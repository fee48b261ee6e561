import { expect, test } from '@jest/globals';
import { notStarted } from '../../../executors/kubernetes/errors/exec-failure.js';
import { noPod, whyNotReady } from '../../../executors/kubernetes/errors/no-pod.js';
import { execEnd } from '../../../executors/kubernetes/exec/exit-status.js';
import { chooseContainer } from '../../../executors/kubernetes/pod/choose-container.js';
import { choosePod } from '../../../executors/kubernetes/pod/choose-pod.js';
import type { Deployment, Pod } from '../../../executors/kubernetes/pod/objects.js';
import { selectorText } from '../../../executors/kubernetes/pod/selector-text.js';

type Fields = { metadata?: object; spec?: Partial<Pod['spec']>; status?: Pod['status'] };

const ready = { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] } as unknown as Pod['status'];

function makePod(name: string, { metadata = {}, spec = {}, status = ready }: Fields = {}): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default', ...metadata },
    spec: { containers: [{ name: 'main' }], ...spec },
    ...(status && { status }),
  };
}

const of = (replicaSet: string, creationTimestamp = '2026-01-01T00:00:00Z') => ({
  metadata: {
    creationTimestamp,
    ownerReferences: [
      { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: replicaSet, uid: replicaSet, controller: true },
    ],
  },
});

const notReady = {
  ...ready,
  conditions: [{ type: 'Ready', status: 'False', reason: 'ContainersNotReady' }],
} as unknown as Pod['status'];
const revisions = new Map([
  ['old', 9],
  ['new', 10],
]);

test.each<[string, Pod[], string | undefined]>([
  ['none', [], undefined],
  ['not ready', [makePod('a', { status: notReady })], undefined],
  ['finished', [makePod('a', { status: { ...ready, phase: 'Succeeded' } })], undefined],
  ['terminating, though ready', [makePod('a', { metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } })], undefined],
  ['the first by name', [makePod('b'), makePod('a')], 'a'],
  ['the oldest', [makePod('a', of('new', '2026-01-02T00:00:00Z')), makePod('b', of('new'))], 'b'],
  ['of the newest ReplicaSet', [makePod('a', of('old')), makePod('b', of('new'))], 'b'],
  [
    'of an older one, when the newest is not ready',
    [makePod('a', of('old')), makePod('b', { ...of('new'), status: notReady })],
    'a',
  ],
])('the Pod: %s', (_, pods, want) => {
  expect(choosePod(pods, revisions)?.metadata.name).toBe(want);
});

const annotation = (container: string) => ({ annotations: { 'kubectl.kubernetes.io/default-container': container } });
const two = { containers: [{ name: 'app' }, { name: 'proxy' }] };
const sidecar = { initContainers: [{ name: 'mesh', restartPolicy: 'Always' }] };
const runs = (name: string) => ({ ...ready, containerStatuses: [{ name, state: { running: {} } }] }) as Pod['status'];

test.each<[string, Pod, string | undefined, string]>([
  ['the only one', makePod('a'), undefined, 'main'],
  ['the only one beside a sidecar', makePod('a', { spec: sidecar }), undefined, 'main'],
  ['a sidecar that is asked for', makePod('a', { spec: sidecar, status: runs('mesh') }), 'mesh', 'mesh'],
  [
    'by its annotation',
    makePod('a', { metadata: annotation('proxy'), spec: two, status: runs('proxy') }),
    undefined,
    'proxy',
  ],
  [
    'rather than the annotation',
    makePod('a', { metadata: annotation('proxy'), spec: two, status: runs('app') }),
    'app',
    'app',
  ],
])('the container: %s', (_, pod, wanted, want) => {
  expect(chooseContainer(pod, wanted)).toBe(want);
});

test.each<[string, Pod, string | undefined, string, string]>([
  ['several', makePod('a', { spec: two }), undefined, 'it has 2', 'name one of app, proxy'],
  [
    'an annotation of none',
    makePod('a', { metadata: annotation('x'), spec: two }),
    undefined,
    'it has 2',
    'app, proxy',
  ],
  ['unknown', makePod('a', { spec: two }), 'x', 'Cannot find container x in Pod a', 'it has: app, proxy'],
  ['ended', makePod('a', { spec: two }), 'app', 'it does not run', 'kubectl describe pod a -n default'],
])('no container: %s', (_, pod, wanted, message, hint) => {
  expect(() => chooseContainer(pod, wanted)).toThrow(
    expect.objectContaining({ message: expect.stringContaining(message), hints: [expect.stringContaining(hint)] }),
  );
});

test.each<[string, Pod['status'] & object, string]>([
  [
    'an image',
    { containerStatuses: [{ name: 'm', state: { waiting: { reason: 'ImagePullBackOff', message: 'no\nimage' } } }] },
    'container m: ImagePullBackOff (no image)',
  ],
  [
    'a crash',
    { containerStatuses: [{ name: 'm', state: { terminated: { exitCode: 2, reason: 'Error' } } }] },
    'container m: Error (exit code 2)',
  ],
  ['eviction', { phase: 'Failed', reason: 'Evicted', message: 'disk' }, 'Failed: Evicted (disk)'],
  [
    'no node',
    { conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: 'no nodes' }] as never },
    'Unschedulable (no nodes)',
  ],
  ['a probe', notReady ?? {}, 'ContainersNotReady'],
])('why a Pod is not ready: %s', (_, status, want) => {
  expect(whyNotReady(makePod('a', { status }))).toBe(want);
});

const deployment = {
  metadata: { name: 'api' },
  spec: { replicas: 0, selector: {} },
  status: {
    conditions: [{ type: 'Available', status: 'False', reason: 'MinimumReplicasUnavailable', message: 'too few' }],
  },
} as unknown as Deployment;
const searched = { namespace: 'shop', selector: 'app=api', deployment };

test('no Pod: the selector, and the replicas of the Deployment', () => {
  expect(noPod(searched, [])).toMatchObject({
    message:
      'Cannot find a Pod of Deployment api in namespace shop: no Pod matches the selector app=api (MinimumReplicasUnavailable: too few)',
    hints: ['the Deployment has 0 replicas: kubectl scale deployment api --replicas=1 -n shop'],
  });
});

test('no ready Pod: the condition of the Deployment, and why each Pod is not ready', () => {
  expect(noPod(searched, [makePod('api-1', { status: notReady })])).toMatchObject({
    message: 'Cannot run in namespace shop: no Pod of Deployment api is ready (MinimumReplicasUnavailable: too few)',
    hints: ['Pod api-1: ContainersNotReady', "kubectl describe pods -n shop -l 'app=api' shows the events of the Pods"],
  });
});

test('a selector as lists take it', () => {
  const matchExpressions = [
    { key: 'tier', operator: 'In', values: ['a', 'b'] },
    { key: 'tier', operator: 'NotIn', values: ['c'] },
    { key: 'x', operator: 'Exists' },
    { key: 'y', operator: 'DoesNotExist' },
  ] as const;
  expect(selectorText({ matchLabels: { app: 'api' }, matchExpressions })).toBe(
    'app=api,tier in (a,b),tier notin (c),x,!y',
  );
});

const exitStatus = (code: number) =>
  JSON.stringify({
    status: 'Failure',
    reason: 'NonZeroExitCode',
    details: { causes: [{ reason: 'ExitCode', message: `${code}` }] },
  });

test('each exit code from 1 to 255', () => {
  const codes = Array.from({ length: 255 }, (_, index) => index + 1);
  expect(codes.map((code) => execEnd(exitStatus(code)))).toEqual(
    codes.map((exitCode) => ({ kind: 'Exited', exitCode })),
  );
});

test.each<[string, string, object]>([
  ['success', '{"status":"Success"}', { kind: 'Exited', exitCode: 0 }],
  [
    'another failure',
    '{"status":"Failure","reason":"InternalError","message":"no"}',
    { kind: 'NotStarted', message: 'no' },
  ],
  ['no JSON', 'oops', { kind: 'NotStarted', message: 'oops' }],
  ['an exit code that is none', exitStatus(Number.NaN), { kind: 'NotStarted' }],
])('the end of an exec: %s', (_, json, want) => {
  expect(execEnd(json)).toMatchObject(want);
});

const where = { namespace: 'shop', pod: 'api-1', container: 'main' };
test.each<[string, string, string, number]>([
  [
    'runc',
    'Internal error occurred: error executing command in container: failed to exec in container: failed to start exec "e": OCI runtime exec failed: exec failed: unable to start container process: exec: "sh": executable file not found in $PATH',
    'its image has no shell (sh)',
    127,
  ],
  [
    'crun',
    'executable file `sh` not found in $PATH: No such file or directory: OCI runtime attempted to invoke a command that was not found',
    'its image has no shell (sh)',
    127,
  ],
  [
    'a container that has ended',
    'unable to upgrade connection: container not found ("main")',
    'the container does not run',
    125,
  ],
  ['anything else', 'Internal error occurred: disk\nfull', 'Cannot run in container main of Pod api-1: disk full', 125],
])('a command that did not start: %s', (_, message, want, exitCode) => {
  expect(notStarted(where, message)).toMatchObject({ message: expect.stringContaining(want), exitCode });
});
