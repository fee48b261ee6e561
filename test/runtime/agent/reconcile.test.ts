import { describe, expect, test } from '@jest/globals';
import type { AgentStatus } from '../../../api/generated/kinds.js';
import { agentInputs } from '../../../plan/agent/inputs.js';
import { planAgent } from '../../../plan/agent/plan.js';
import { agentEvents } from '../../../runtime/agent/agent-events.js';
import type { ObservedAgent, ObservedDeployment } from '../../../runtime/agent/observed.js';
import { explain, reconcile } from '../../../runtime/agent/reconcile.js';
import type { ChildFailure } from '../../../runtime/engine/reconcile/act.js';
import { diff } from '../../../runtime/engine/reconcile/diff.js';
import { richAgent } from '../../plan/agent/sample.js';
import { children, halfway, healthy, makeAgent, makePod, now, observe } from './world.js';

/** `Ready=True Available` and whatever else holds. */
const summary = ({ conditions = [] }: AgentStatus) =>
  `${conditions.map(({ type, status }) => `${type}=${status}`).join(' ')} ${conditions[0]?.reason}`;

const agent = makeAgent();
const { deployment, service } = children(agent);
const withStatus = (status: ObservedDeployment['status']): Partial<ObservedAgent> => ({
  children: [{ ...deployment, ...(status ? { status } : {}) }, service],
});
const failure = (kind: string, reason: string, transient = false): ChildFailure => ({
  change: { type: 'apply', object: { apiVersion: 'v1', kind, metadata: { name: 'helper' } } },
  reason,
  message: `${kind} refused`,
  transient,
});
const orphan = <Child extends { metadata: object }>(child: Child): Child =>
  ({ ...child, metadata: { ...child.metadata, ownerReferences: [] } }) as Child;

/** As a Git tool leaves it. */
const delivered = (child: ObservedDeployment, spec: object = {}): ObservedDeployment => ({
  ...child,
  metadata: {
    ...child.metadata,
    annotations: { 'argocd.argoproj.io/tracking-id': 'helpers:apps/Deployment:team/helper' },
  },
  spec: { ...child.spec, ...spec },
});

describe('conditions', () => {
  const silent: ObservedDeployment['status'] = {
    ...{ ...healthy(1), readyReplicas: 0, availableReplicas: 0 },
    conditions: [
      { type: 'Available', status: 'False' },
      { type: 'Progressing', status: 'True', reason: 'NewReplicaSetAvailable' },
    ],
  };
  const { metadata, ...running } = makePod('new');
  const starting = { ...running, metadata: { ...metadata, creationTimestamp: '2026-01-05T11:59:50Z' } };
  const ended = { container: 'agent', exitCode: 3, reason: 'Error' };
  const crash = makePod('young', { reason: 'CrashLoopBackOff' }, { lastEnd: ended });
  const cases: Record<string, { observed: Partial<ObservedAgent>; failures?: ChildFailure[]; want: string }> = {
    'nothing there yet: on its way': { observed: { children: [] }, want: 'Ready=False Reconciling=True RollingOut' },
    'every Pod ready: ready': { observed: {}, want: 'Ready=True Available' },
    'a new version is not looked at yet: ready, on its way': {
      observed: withStatus({ ...healthy(1), observedGeneration: 0 }),
      want: 'Ready=True Reconciling=True RollingOut',
    },
    'a spec that is not in force yet: ready by the old one, on its way': {
      observed: {
        children: [...Object.values(children(makeAgent({ env: [{ name: 'GREETING', value: 'before' }] })))],
      },
      want: 'Ready=True Reconciling=True RollingOut',
    },
    'a new version is starting: ready, on its way': {
      observed: withStatus(halfway()),
      want: 'Ready=True Reconciling=True RollingOut',
    },
    'a new version cannot be pulled: ready by the old one, and why': {
      observed: { ...withStatus(halfway()), pods: [makePod('young', { reason: 'ImagePullBackOff' })] },
      want: 'Ready=True Reconciling=True ImagePullBackOff',
    },
    'a container that ends again and again: why': {
      observed: { ...withStatus({ observedGeneration: 1 }), pods: [crash] },
      want: 'Ready=False Reconciling=True CrashLoopBackOff',
    },
    'a container that has ended again and again, and runs for a moment: the same': {
      observed: {
        ...withStatus({ observedGeneration: 1 }),
        pods: [{ ...makePod('young'), restarts: 2, lastEnd: ended }],
      },
      want: 'Ready=False Reconciling=True CrashLoopBackOff',
    },
    'its Pod has stopped answering: why': {
      observed: withStatus(silent),
      want: 'Ready=False Reconciling=True NotReady',
    },
    'scaled up, and a Pod is starting: on its way': {
      observed: { ...withStatus(silent), pods: [starting] },
      want: 'Ready=False Reconciling=True RollingOut',
    },
    'no quota for its Pods: why': {
      observed: withStatus({
        observedGeneration: 1,
        conditions: [{ type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message: 'exceeded quota' }],
      }),
      want: 'Ready=False Reconciling=True FailedCreate',
    },
    'no progress for too long: stalled': {
      observed: withStatus(halfway('ProgressDeadlineExceeded')),
      want: 'Ready=True Stalled=True ProgressDeadlineExceeded',
    },
    'no progress for too long, and a reason: stalled for it': {
      observed: { ...withStatus(halfway('ProgressDeadlineExceeded')), pods: [crash] },
      want: 'Ready=True Stalled=True CrashLoopBackOff',
    },
    'a Pod that is being deleted: tells nothing': {
      observed: {
        ...withStatus(halfway()),
        pods: [{ ...crash, metadata: { ...crash.metadata, deletionTimestamp: '2026-01-05T12:00:00Z' } }],
      },
      want: 'Ready=True Reconciling=True RollingOut',
    },
    "somebody else's Deployment: stalled": {
      observed: { children: [orphan(deployment), service] },
      want: 'Ready=False Stalled=True DeploymentConflict',
    },
    "somebody else's Service: stalled": {
      observed: { children: [deployment, orphan(service)] },
      want: 'Ready=True Stalled=True ServiceConflict',
    },
    'its own Deployment, delivered by Argo CD too: stalled': {
      observed: { children: [delivered(deployment), service] },
      want: 'Ready=True Stalled=True DeploymentConflict',
    },
    'an object of the same name without the label, found when applying: stalled': {
      observed: { children: [] },
      failures: [failure('Deployment', 'AlreadyExists')],
      want: 'Ready=False Stalled=True DeploymentConflict',
    },
    'a rejection for good: stalled': {
      observed: { children: [] },
      failures: [failure('Deployment', 'Forbidden')],
      want: 'Ready=False Stalled=True ApplyFailed',
    },
    'a rejection for now: on its way': {
      observed: { children: [] },
      failures: [failure('Deployment', 'TooManyRequests', true)],
      want: 'Ready=False Reconciling=True ApplyFailed',
    },
  };
  test.each(Object.entries(cases))('%s', (_, { observed, failures = [], want }) =>
    expect(summary(explain(observe(agent, observed), failures, now).status)).toBe(want),
  );

  test('an Agent that cannot be planned: stalled, and keeps what it has', () => {
    const broken = makeAgent({ env: [{ name: 'A B' }] });
    const { status, desired } = reconcile(observe(broken, { children: [deployment, service] }), now);
    expect(summary(status)).toBe('Ready=True Stalled=True InvalidSpec');
    expect(desired).toEqual([deployment, service]);
  });

  test('none wanted: ready', () => {
    const idle = makeAgent({ replicas: 0 });
    const { deployment: none } = children(idle, healthy(0));
    expect(summary(reconcile(observe(idle, { children: [none, service] }), now).status)).toBe(
      'Ready=True ScaledToZero',
    );
  });
});

test('what was applied, changed by a webhook each time: reported', () => {
  const mirrored = JSON.parse(JSON.stringify(deployment).replace('ghcr.io', 'mirror.example.org'));
  const { status } = reconcile(observe(agent, { children: [mirrored, service] }), now);
  expect([summary(status), status.conditions?.[0]?.message]).toEqual([
    'Ready=True Reconciling=True RollingOut',
    expect.stringContaining('such as an admission webhook'),
  ]);
});

describe('status', () => {
  test('counts, url, generation', () =>
    expect(reconcile(observe(agent), now).status).toMatchObject({
      observedGeneration: 2,
      replicas: 1,
      readyReplicas: 1,
      selector: 'beeai.dev/agent=helper',
      url: 'http://helper.team.svc:8000',
    }));

  test('Pods beyond those wanted, as in a rollout: counted', () => {
    const { deployment: surging } = children(agent, { ...healthy(3), updatedReplicas: 1 });
    expect(reconcile(observe(agent, { children: [surging, service] }), now).status.replicas).toBe(3);
  });

  test('a condition that has not changed keeps its time', () => {
    const { status } = reconcile(observe(agent), now);
    const later = reconcile(observe(makeAgent({}, status)), now + 60_000);
    expect(later.status).toEqual(status);
  });
});

describe('what is asked for', () => {
  const policy = { ownerUid: 'agent-uid', kinds: { Deployment: 'apply', Service: 'apply' } as const };
  const changes = (observed: ObservedAgent) =>
    diff(observed.children, reconcile(observed, now).desired, policy).map(
      ({ type, object }) => `${type} ${object.kind}`,
    );
  const { service: planned } = planAgent(agentInputs(agent));
  const drifted = (change: (spec: Record<string, never>) => object): Partial<ObservedAgent> => ({
    children: [{ ...deployment, spec: change(deployment.spec as never) } as ObservedDeployment, service],
  });

  const cases: Record<string, { observed: Partial<ObservedAgent>; want: string[] }> = {
    'nothing there: both': { observed: { children: [] }, want: ['apply Deployment', 'apply Service'] },
    'all as planned: nothing': { observed: {}, want: [] },
    'replicas changed by an autoscaler: nothing': { observed: drifted((spec) => ({ ...spec, replicas: 7 })), want: [] },
    'a field that others added: nothing': {
      observed: drifted((spec) => ({ ...spec, progressDeadlineSeconds: 600, paused: false })),
      want: [],
    },
    'a template that somebody changed: the Deployment': {
      observed: drifted(({ template, ...spec }: Record<string, object>) => ({
        ...spec,
        template: { ...template, spec: { containers: [] } },
      })),
      want: ['apply Deployment'],
    },
    "somebody else's Deployment: the Service alone": {
      observed: { children: [orphan(deployment)] },
      want: ['apply Service'],
    },
    'a Deployment of its own that Argo CD applies, too: the Service alone, and nothing is deleted': {
      observed: { children: [delivered(deployment, { image: 'theirs' })] },
      want: ['apply Service'],
    },
    'a Service that selects less than it should: the Service': {
      observed: {
        children: [
          deployment,
          { ...service, ...{ spec: { ...planned.spec, selector: { ...planned.spec.selector, app: 'x' } } } },
        ],
      },
      want: ['apply Service'],
    },
    'a Deployment that is being deleted: nothing': {
      observed: {
        children: [
          { ...deployment, metadata: { ...deployment.metadata, deletionTimestamp: '2026-01-05T12:00:00Z' } },
          service,
        ],
      },
      want: [],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { observed, want }) =>
    expect(changes(observe(agent, observed))).toEqual(want),
  );

  test('replicas that the Agent names: kept', () => {
    const three = makeAgent({ replicas: 3 });
    const { deployment: scaled, service: same } = children(three);
    const observed = { children: [{ ...scaled, spec: { ...scaled.spec, replicas: 7 } }, same] };
    expect(changes(observe(three, observed))).toEqual(['apply Deployment']);
  });

  test('a field that is no longer wanted: the Deployment, by its plan hash', () => {
    const { deployment: before, service: same } = children(makeAgent({ command: ['serve'] }));
    expect(changes(observe(agent, { children: [before, same] }))).toEqual(['apply Deployment']);
  });

  test('a second pass over what the first asked for: nothing, every field set', () => {
    const rich = makeAgent(richAgent);
    const { deployment: applied, service: same } = children(rich);
    expect(changes(observe(rich, { children: [applied, same] }))).toEqual([]);
  });

  test('a change is made to the very object that was observed', () => {
    const [change] = diff(drifted(() => ({})).children ?? [], reconcile(observe(agent), now).desired, policy);
    expect(change?.object.metadata.uid).toBe('Deployment');
  });
});

describe('events', () => {
  const { status } = reconcile(observe(agent), now);
  const broken = reconcile(observe(agent, { children: [orphan(deployment), service] }), now).status;
  test('became available: reported once', () => {
    expect(agentEvents(undefined, status)).toMatchObject([{ type: 'Normal', reason: 'Available' }]);
    expect(agentEvents(status, status)).toEqual([]);
  });
  test('went wrong: a warning', () =>
    expect(agentEvents(status, broken)).toMatchObject([{ type: 'Warning', reason: 'DeploymentConflict' }]));
});
