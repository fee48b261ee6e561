import { describe, expect, test } from '@jest/globals';
import type { Condition } from '../../../api/generated/kinds.js';
import { type Followed, type RunState, runState, templateOf } from '../../../cli/run/run-state.js';
import { ago, makeAgentBuild, makeBatchRun, makeTaskRun } from '../sample.js';

const condition = (type: string, reason: string): Condition => ({
  type,
  status: 'False',
  reason,
  message: `why ${reason}`,
  lastTransitionTime: ago(1),
});

describe('runState', () => {
  const none = { reason: '', message: '', succeeded: 0, total: 0 };
  const cases: Record<string, { run: Followed; want: RunState }> = {
    'a BatchRun that no controller has observed': {
      run: makeBatchRun(),
      want: { ...none, phase: 'Pending', isFinished: false },
    },
    'a TaskRun that no controller has observed': {
      run: makeTaskRun(),
      want: { ...none, phase: 'Pending', isFinished: false },
    },
    'an AgentBuild that no controller has observed': {
      run: makeAgentBuild(),
      want: { ...none, phase: 'Pending', isFinished: false },
    },
    'an AgentBuild that has ended: it counts neither tasks nor steps': {
      run: {
        ...makeAgentBuild(),
        status: { phase: 'Failed', startTime: ago(9), completionTime: ago(4), conditions: [condition('Ready', 'A')] },
      },
      want: {
        phase: 'Failed',
        isFinished: true,
        reason: 'A',
        message: 'why A',
        startTime: ago(9),
        completionTime: ago(4),
        succeeded: 0,
        total: 0,
      },
    },
    'the reason is that of the Ready condition, wherever it is listed': {
      run: makeTaskRun({
        status: { phase: 'Running', conditions: [condition('Stalled', 'A'), condition('Ready', 'B')] },
      }),
      want: { ...none, phase: 'Running', isFinished: false, reason: 'B', message: 'why B' },
    },
    'another condition alone gives no reason': {
      run: makeTaskRun({ status: { phase: 'Running', conditions: [condition('Stalled', 'A')] } }),
      want: { ...none, phase: 'Running', isFinished: false },
    },
  };
  test.each(Object.entries(cases))('%s', (_, { run, want }) => expect(runState(run)).toStrictEqual(want));
});

test('what a run is of: its Batch, its Task, the image of a build', () => {
  expect([makeBatchRun(), makeTaskRun(), makeAgentBuild()].map(templateOf)).toEqual([
    'batch/deps',
    'task/hello',
    'ghcr.io/beeai/agents/hello-world-agent:v1',
  ]);
});
