import { describe, expect, test } from '@jest/globals';
import type { AgentSpec } from '../../../api/generated/kinds.js';
import { agentPodFailure } from '../../../runtime/agent/agent-pod-failure.js';
import type { ObservedAgentPod } from '../../../runtime/agent/observed.js';
import { probeText } from '../../../runtime/agent/probe-text.js';
import type { ObservedWarning } from '../../../runtime/caches/observed-warning.js';
import { makePod, now } from './world.js';

const unready = (secondsAgo: number, rest: Partial<ObservedAgentPod> = {}): ObservedAgentPod =>
  makePod('helper-1', undefined, {
    unready: { container: 'agent', startedAt: new Date(now - secondsAgo * 1000).toISOString() },
    ...rest,
  });
const unhealthy = (message: string): ObservedWarning => ({
  apiVersion: 'v1',
  kind: 'Event',
  metadata: { name: 'e', namespace: 'team' },
  reason: 'Unhealthy',
  message,
  involvedObject: { kind: 'Pod', name: 'helper-1', uid: 'helper-1' },
  lastSeen: '2026-01-05T11:59:59Z',
});
const applyFailure = unhealthy('Readiness probe failed: dial tcp 10.0.0.7:8000: connect: connection refused');
const ended = (exitCode: number, rest: object = {}) => ({ lastEnd: { container: 'agent', exitCode, ...rest } });
const noProgram = 'exec: "serv": executable file not found in $PATH';
const startError = { exitCode: 128, reason: 'StartError', message: noProgram };

describe('what is reported of a Pod that is not ready', () => {
  const cases: Record<
    string,
    { spec?: Partial<AgentSpec>; pod: ObservedAgentPod; warning?: ObservedWarning; want: string | undefined }
  > = {
    'nothing listens on the port: probe, port and what to do': {
      pod: unready(40),
      warning: applyFailure,
      want: 'NotReady: container agent does not pass its readinessProbe (TCP port 8000): dial tcp 10.0.0.7:8000: connect: connection refused; make the agent listen on that port on all addresses (variable PORT), or correct spec.port or spec.readinessProbe',
    },
    'no Event came: probe and port': {
      spec: { port: 9000 },
      pod: unready(40),
      want: 'NotReady: container agent does not pass its readinessProbe (TCP port 9000): it has not succeeded yet; correct the agent or spec.readinessProbe',
    },
    'another status than was expected: the probe is to be corrected': {
      spec: { protocol: 'a2a' },
      pod: unready(40),
      warning: unhealthy('Readiness probe failed: HTTP probe failed with statuscode: 404'),
      want: 'NotReady: container agent does not pass its readinessProbe (GET /.well-known/agent-card.json on port 8000): HTTP probe failed with statuscode: 404; correct the agent or spec.readinessProbe',
    },
    'started a moment ago: nothing yet': { pod: unready(10), warning: applyFailure, want: undefined },
    'its startup probe gives it longer: nothing yet': {
      spec: { startupProbe: { tcpSocket: {}, periodSeconds: 10, failureThreshold: 30 } },
      pod: unready(200),
      warning: unhealthy('Startup probe failed: dial tcp 10.0.0.7:8000: connect: connection refused'),
      want: undefined,
    },
    'started just as long ago as it may take: reported': {
      pod: unready(30),
      want: 'NotReady: container agent does not pass its readinessProbe (TCP port 8000): it has not succeeded yet; correct the agent or spec.readinessProbe',
    },
    'its readiness probe begins later: nothing yet': {
      spec: { readinessProbe: { tcpSocket: {}, initialDelaySeconds: 60 } },
      pod: unready(80),
      want: undefined,
    },
    'its startup probe does not succeed in time: that probe': {
      spec: { startupProbe: { httpGet: { path: '/up' } } },
      pod: unready(40),
      warning: unhealthy('Startup probe failed: HTTP probe failed with statuscode: 503'),
      want: 'NotReady: container agent does not pass its startupProbe (GET /up on port 8000): HTTP probe failed with statuscode: 503; correct the agent or spec.startupProbe',
    },
    'killed, and its readiness probe failed before: not because of that': {
      pod: unready(5, { restarts: 1, ...ended(137) }),
      warning: applyFailure,
      want: 'CrashLoopBackOff: container agent ended with code 137 and was restarted 1 time; see kubectl logs -n team helper-1 -c agent --previous',
    },
    'killed, and no Event came: its code': {
      pod: unready(5, { restarts: 1, ...ended(137) }),
      want: 'CrashLoopBackOff: container agent ended with code 137 and was restarted 1 time; see kubectl logs -n team helper-1 -c agent --previous',
    },
    'a program that does not exist, waiting to be tried again: what to correct': {
      pod: makePod('helper-1', { reason: 'CrashLoopBackOff', message: 'back-off 10s' }, ended(128, startError)),
      want: `CreateContainerError: container agent cannot start: ${noProgram}; correct spec.command, or use an image that has it`,
    },
    'the same while it is tried again: the same': {
      pod: makePod('helper-1', { reason: 'RunContainerError', message: noProgram }, ended(128, startError)),
      want: `CreateContainerError: container agent cannot start: ${noProgram}; correct spec.command, or use an image that has it`,
    },
    'ended for the first time: its code and its logs': {
      pod: makePod('helper-1', undefined, ended(3)),
      want: 'CrashLoopBackOff: container agent ended with code 3; see kubectl logs -n team helper-1 -c agent --previous',
    },
    'runs again after it ended, not ready: the same, counted': {
      pod: unready(5, { restarts: 2, ...ended(3) }),
      want: 'CrashLoopBackOff: container agent ended with code 3 and was restarted 2 times; see kubectl logs -n team helper-1 -c agent --previous',
    },
    'ended without a fault: an agent does not': {
      pod: unready(5, { restarts: 1, ...ended(0) }),
      want: 'CrashLoopBackOff: container agent ended with code 0 and was restarted 1 time; an agent must keep running; see kubectl logs -n team helper-1 -c agent --previous',
    },
    'ended by its liveness probe: the probe': {
      pod: unready(5, { restarts: 1, ...ended(137) }),
      warning: unhealthy('Liveness probe failed: HTTP probe failed with statuscode: 500'),
      want: 'CrashLoopBackOff: container agent ended with code 137 and was restarted 1 time because of its probe (Liveness probe failed: HTTP probe failed with statuscode: 500); see kubectl logs -n team helper-1 -c agent --previous',
    },
    'out of memory: what to raise': {
      pod: unready(5, { restarts: 1, ...ended(137, { reason: 'OOMKilled' }) }),
      want: 'OOMKilled: container agent exceeded its memory limit; raise spec.resources.limits.memory',
    },
    'an image that runs as root: the user to set': {
      pod: makePod('helper-1', {
        reason: 'CreateContainerConfigError',
        message: 'container has runAsNonRoot and image will run as root',
      }),
      want: 'CreateContainerConfigError: container agent cannot be created: container has runAsNonRoot and image will run as root; set securityContext.runAsUser, such as 65532, in the Agent, or use an image whose USER is a number above 0',
    },
  };
  test.each(Object.entries(cases))('%s', (_, { spec = {}, pod, warning, want }) => {
    const problem = agentPodFailure({ image: 'i:v1', ...spec }, [pod], warning ? [warning] : [], now);
    expect(problem && `${problem.reason}: ${problem.message}`).toBe(want);
  });
});

describe('a probe in words', () => {
  const cases: Record<string, { spec: Partial<AgentSpec>; want: string }> = {
    'none named: the port': { spec: {}, want: 'TCP port 8000' },
    'a path, its own port': {
      spec: { readinessProbe: { httpGet: { path: '/ok', port: 81 } } },
      want: 'GET /ok on port 81',
    },
    'a command': { spec: { readinessProbe: { exec: { command: ['test', '-f', '/x'] } } }, want: 'command test -f /x' },
  };
  test.each(Object.entries(cases))('%s', (_, { spec, want }) =>
    expect(probeText({ image: 'i:v1', ...spec }, 'readinessProbe')).toBe(want),
  );
});

describe('of several', () => {
  const spec = { image: 'i:v1' };
  const at = (name: string, second: number, rest: object): ObservedAgentPod => ({
    ...makePod(name, undefined, rest),
    metadata: { name, namespace: 'team', uid: name, creationTimestamp: `2026-01-05T11:00:0${second}Z` },
  });
  const [old, young] = [at('old', 1, ended(1)), at('young', 2, ended(2))];
  const reported = (pods: ObservedAgentPod[], warnings: ObservedWarning[] = []) =>
    agentPodFailure(spec, pods, warnings, now)?.message;

  test.each([[[old, young]], [[young, old]]])('Pods, in any order: the newest that has a problem', (pods) =>
    expect(reported(pods)).toContain('ended with code 2'),
  );
  test('Pods, of which the newest has none: the next', () =>
    expect(reported([old, at('young', 2, {})])).toContain('ended with code 1'));
  test('Pods, of which one is being deleted: not that', () => {
    const leaving = { ...young, metadata: { ...young.metadata, deletionTimestamp: '2026-01-05T12:00:00Z' } };
    expect(reported([old, leaving])).toContain('ended with code 1');
  });

  const [first, second] = [
    { ...unhealthy('Readiness probe failed: first'), lastSeen: '2026-01-05T11:59:01Z' },
    { ...unhealthy('Readiness probe failed: second'), lastSeen: '2026-01-05T11:59:02Z' },
  ];
  test.each([[[first, second]], [[second, first]]])('warnings, in any order: the latest', (warnings) =>
    expect(reported([unready(40)], warnings)).toContain(': second;'),
  );
  test('warnings, of another Pod and of another sort: neither', () => {
    const other = { ...second, involvedObject: { ...second.involvedObject, uid: 'other' } };
    const mount = { ...second, reason: 'FailedMount', message: 'no volume' };
    expect(reported([unready(40)], [first, other, mount])).toContain(': first;');
  });
});
