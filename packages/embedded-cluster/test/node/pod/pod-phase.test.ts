import { describe, expect, test } from '@jest/globals';
import { concludeContainers } from '../../../node/pod/conclude-containers.js';
import { type PodPhase, podPhase } from '../../../node/pod/pod-phase.js';
import { createPodRecord, type PodRecord } from '../../../node/pod/pod-record.js';
import type { Container, ContainerState, Pod } from '../../../objects.js';

/** One container: what it is doing, and what it did before. */
interface Seen {
  readonly now: 'waits' | 'runs' | number;
  readonly before?: number;
}

const terminated = (exitCode: number): ContainerState => ({ terminated: { exitCode } });
const stateOf = (now: Seen['now']): ContainerState =>
  typeof now === 'number' ? terminated(now) : now === 'runs' ? { running: {} } : { waiting: { reason: 'Why' } };

const waits: Seen = { now: 'waits' };
const runs: Seen = { now: 'runs' };
const ok: Seen = { now: 0 };
const bad: Seen = { now: 1 };
const waitsAgain = (before: number): Seen => ({ now: 'waits', before });

interface Given {
  /** @default Never */
  readonly policy?: 'Always' | 'OnFailure' | 'Never';
  readonly init?: readonly Seen[];
  readonly sidecars?: readonly Seen[];
  readonly main: readonly Seen[];
  readonly failure?: boolean;
  /** What the status says so far. */
  readonly phase?: PodPhase;
}

function given({ policy = 'Never', init = [], sidecars = [], main, failure, phase = 'Pending' }: Given) {
  const named = (seen: readonly Seen[], name: string, more: object = {}) =>
    seen.map((_, i): Container => ({ name: `${name}${i}`, ...more }));
  const pod: Pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', namespace: 'ns' },
    spec: {
      restartPolicy: policy,
      initContainers: [...named(init, 'init'), ...named(sidecars, 'side', { restartPolicy: 'Always' })],
      containers: named(main, 'main'),
    },
    status: { phase },
  };
  const record = createPodRecord(pod, '');
  [...record.initContainers, ...record.containers].forEach((one, i) => {
    const { now, before } = [...init, ...sidecars, ...main][i] ?? waits;
    Object.assign(one, { state: stateOf(now) }, before !== undefined && { lastState: terminated(before) });
  });
  if (failure) record.failure = { reason: 'DeadlineExceeded', message: '' };
  return { pod, record };
}

const phaseOf = (what: Given) => {
  const { pod, record } = given(what);
  return podPhase(pod, record);
};

describe('the phase while the kubelet works on a Pod', () => {
  const cases: Record<string, Given & { want: PodPhase }> = {
    'nothing has started: Pending': { main: [waits], want: 'Pending' },
    'one of two has started: Pending': { main: [runs, waits], want: 'Pending' },
    'one runs, one has ended: Running': { main: [runs, bad], want: 'Running' },
    'all run: Running': { main: [runs, runs], want: 'Running' },
    'all ended well: Succeeded': { main: [ok, ok], want: 'Succeeded' },
    'one ended badly, Never: Failed': { main: [ok, bad], want: 'Failed' },
    'one ended badly, OnFailure: Running, for it starts again': {
      policy: 'OnFailure',
      main: [ok, bad],
      want: 'Running',
    },
    'all ended well, OnFailure: Succeeded': { policy: 'OnFailure', main: [ok], want: 'Succeeded' },
    'all ended well, Always: Running, for they start again': { policy: 'Always', main: [ok], want: 'Running' },
    'backs off after a failure: Running': { policy: 'Always', main: [waitsAgain(1)], want: 'Running' },
    'one backs off, one has never started: Pending': {
      policy: 'Always',
      main: [waitsAgain(1), waits],
      want: 'Pending',
    },
    'an init container waits: Pending': { init: [waits], main: [waits], want: 'Pending' },
    'an init container runs: Pending': { init: [runs], main: [waits], want: 'Pending' },
    'one init container is done, one is not: Pending': { init: [ok, waits], main: [waits], want: 'Pending' },
    'an init container failed, Never: Failed': { init: [bad], main: [waits], want: 'Failed' },
    'an init container failed, OnFailure: Pending': {
      policy: 'OnFailure',
      init: [bad],
      main: [waits],
      want: 'Pending',
    },
    'an init container backs off, Always: Pending': {
      policy: 'Always',
      init: [waitsAgain(1)],
      main: [waits],
      want: 'Pending',
    },
    'a sidecar waits for its first start: Pending': { sidecars: [waits], main: [waits], want: 'Pending' },
    'a sidecar runs, the others wait: Pending': { sidecars: [runs], main: [waits], want: 'Pending' },
    'a sidecar runs beside the others: Running': { sidecars: [runs], main: [runs], want: 'Running' },
    'a sidecar crashes while the others run: Running': { sidecars: [waitsAgain(1)], main: [runs], want: 'Running' },
    'a sidecar still runs when the others have ended: Running': { sidecars: [runs], main: [ok], want: 'Running' },
    'a sidecar was killed at the end, the others ended well: Succeeded': {
      sidecars: [{ now: 143 }],
      main: [ok],
      want: 'Succeeded',
    },
    'the deadline is over and nothing ever ran: Failed': { main: [waits], failure: true, want: 'Failed' },
    'the deadline is over, init never ended: Failed': { init: [waits], main: [waits], failure: true, want: 'Failed' },
    'the deadline is over, a process still runs: as before': {
      main: [runs],
      failure: true,
      phase: 'Running',
      want: 'Running',
    },
    'the deadline is over, an init process still runs: as before': {
      init: [runs],
      main: [waits],
      failure: true,
      want: 'Pending',
    },
    'a final phase stays, whatever is seen': { main: [runs], phase: 'Failed', want: 'Failed' },
  };
  test.each(Object.entries(cases))('%s', (_, { want, ...what }) => {
    expect(phaseOf(what)).toBe(want);
  });
});

describe('a Pod that has ended: every container says how, and the phase is final', () => {
  const codes = ({ initContainers, containers }: PodRecord) =>
    [...initContainers, ...containers].map(({ state }) => state.terminated?.exitCode ?? state.waiting?.reason);
  const cases: Record<string, Given & { want: PodPhase; wantStates: readonly (number | string)[] }> = {
    'its only container never started: it has no exit code of its own': {
      main: [waits],
      want: 'Failed',
      wantStates: [137],
    },
    'one of two never started': { main: [ok, waits], want: 'Failed', wantStates: [0, 137] },
    'its first init container never started: the rest never had their turn': {
      init: [waits, waits],
      main: [waits],
      want: 'Failed',
      wantStates: [137, 'Why', 'Why'],
    },
    'its second init container was stopped': {
      init: [ok, { now: 143 }, waits],
      main: [waits],
      want: 'Failed',
      wantStates: [0, 143, 'Why', 'Why'],
    },
    'all init containers are done, the others never started': {
      init: [ok],
      main: [waits],
      want: 'Failed',
      wantStates: [0, 137],
    },
    'its container was stopped, Always: Failed, and it does not start again': {
      policy: 'Always',
      main: [{ now: 143 }],
      want: 'Failed',
      wantStates: [143],
    },
    'its container ended well when it was stopped, Always: Succeeded': {
      policy: 'Always',
      main: [ok],
      want: 'Succeeded',
      wantStates: [0],
    },
    'its container backs off: it ended the way its last run did': {
      policy: 'Always',
      main: [waitsAgain(3)],
      want: 'Failed',
      wantStates: [3],
    },
    'its init container backs off, OnFailure': {
      policy: 'OnFailure',
      init: [waitsAgain(3)],
      main: [waits],
      want: 'Failed',
      wantStates: [3, 'Why'],
    },
    'all ended well': { main: [ok], want: 'Succeeded', wantStates: [0] },
    'a sidecar has started, the others never': {
      sidecars: [{ now: 143 }],
      main: [waits],
      want: 'Failed',
      wantStates: [143, 137],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { want, wantStates, ...what }) => {
    const { pod, record } = given(what);
    concludeContainers(record);
    expect(podPhase(pod, record)).toBe(want);
    expect(codes(record)).toEqual(wantStates);
  });
});
