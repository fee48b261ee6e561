import { expect, test } from '@jest/globals';
import type { AgentFailure } from '../../../runtime/agent/agent-failure.js';
import { lastingFailure } from '../../../runtime/agent/lasting-failure.js';
import type { ObservedAgentPod } from '../../../runtime/agent/observed.js';
import { makeAgent, makePod, now } from './world.js';

const problem = (reason: string): AgentFailure => ({ reason, message: `says ${reason}` }) as AgentFailure;
const reported = (reason: string, observedGeneration = 2) =>
  makeAgent(
    {},
    {
      conditions: [
        {
          type: 'Ready',
          status: 'False',
          reason,
          message: `says ${reason}`,
          lastTransitionTime: '2026-01-05T11:58:00Z',
          observedGeneration,
        },
      ],
    },
  );
const fresh = makePod('fresh', { reason: 'ContainerCreating' });
const running = makePod('fresh', undefined, {
  unready: { container: 'agent', startedAt: new Date(now).toISOString() },
});

const cases: Record<
  string,
  {
    reported: ReturnType<typeof reported>;
    pods: ObservedAgentPod[];
    seen?: AgentFailure;
    want: AgentFailure | undefined;
  }
> = {
  'a crash, and a new Pod that shows nothing yet: still the crash': {
    reported: reported('CrashLoopBackOff'),
    pods: [fresh],
    want: problem('CrashLoopBackOff'),
  },
  'not ready, and a new Pod runs: still not ready': {
    reported: reported('NotReady'),
    pods: [running],
    want: problem('NotReady'),
  },
  'no Pod at all: still the crash': {
    reported: reported('CrashLoopBackOff'),
    pods: [],
    want: problem('CrashLoopBackOff'),
  },
  'an image that could not be pulled, and nothing runs: still that': {
    reported: reported('ImagePullBackOff'),
    pods: [fresh],
    want: problem('ImagePullBackOff'),
  },
  'an image that could not be pulled, and the container runs: past it': {
    reported: reported('ImagePullBackOff'),
    pods: [running],
    want: undefined,
  },
  'the pull is tried again: the reason does not flap': {
    reported: reported('ImagePullBackOff'),
    pods: [fresh],
    seen: problem('ErrImagePull'),
    want: { reason: 'ImagePullBackOff', message: 'says ErrImagePull' },
  },
  'another problem: that one': {
    reported: reported('ImagePullBackOff'),
    pods: [fresh],
    seen: problem('CrashLoopBackOff'),
    want: problem('CrashLoopBackOff'),
  },
  'reported of another spec: forgotten': { reported: reported('CrashLoopBackOff', 1), pods: [fresh], want: undefined },
  'on its way: no problem': { reported: reported('RollingOut'), pods: [fresh], want: undefined },
  'was available: no problem': { reported: reported('Available'), pods: [fresh], want: undefined },
};
test.each(Object.entries(cases))('%s', (_, { reported: agent, pods, seen, want }) =>
  expect(lastingFailure(agent, pods, seen)).toEqual(want),
);

const untilRunning = [
  ...['ErrImagePull', 'ImagePullBackOff', 'InvalidImageName', 'CreateContainerConfigError', 'CreateContainerError'],
  ...['FailedMount', 'FailedCreate', 'Unschedulable'],
];
test.each(untilRunning)('%s: until a container runs', (reason) => {
  expect(lastingFailure(reported(reason), [fresh], undefined)).toEqual(problem(reason));
  expect(lastingFailure(reported(reason), [], undefined)).toEqual(problem(reason));
  expect(lastingFailure(reported(reason), [running], undefined)).toBeUndefined();
});

test.each(['CrashLoopBackOff', 'OOMKilled', 'NotReady'])('%s: until it is ready', (reason) =>
  expect(lastingFailure(reported(reason), [running], undefined)).toEqual(problem(reason)),
);

test('an Agent without a status: what is seen', () =>
  expect(lastingFailure(makeAgent(), [fresh], problem('NotReady'))).toEqual(problem('NotReady')));

test('a pull that fails for the first time: as it is', () =>
  expect(lastingFailure(reported('NotReady'), [fresh], problem('ErrImagePull'))).toEqual(problem('ErrImagePull')));
