import { describe, expect, test } from '@jest/globals';
import { whyNothing } from '../../cli/logs/nothing-to-read.js';
import type { LogSource } from '../../cli/logs/pod-containers.js';
import type { Run } from '../../cli/run/run-state.js';
import { makeBatchRun, makeTaskRun } from './sample.js';

const source = (container: string, more: Partial<LogSource> = {}): LogSource => ({
  podName: 'p',
  podUid: 'u',
  namespace: 'team',
  container,
  label: container,
  state: 'waiting',
  isInSequence: false,
  ...more,
});
const over = makeTaskRun({ status: { phase: 'Succeeded' } });

const cases: Record<string, { run: Run; sources: LogSource[]; step?: string; task?: string[]; want: string }> = {
  'a finished run without Pods: they were deleted': {
    run: over,
    sources: [],
    want: 'its Pods and their logs no longer exist',
  },
  'a step that does not exist: the error lists those that do': {
    run: over,
    sources: [source('build'), source('test')],
    step: 'nope',
    want: 'no step or container is named nope; the names are build, test',
  },
  'a step that does not exist, of a run without Pods: they were deleted': {
    run: over,
    sources: [],
    step: 'nope',
    want: 'its Pods and their logs no longer exist',
  },
  'a step that was skipped: has not started': {
    run: over,
    sources: [source('build')],
    step: 'build',
    want: 'none of these containers has started',
  },
  'a task without a Pod': {
    run: makeBatchRun({ status: { phase: 'Failed' } }),
    sources: [source('agent', { taskIndex: 0 })],
    task: ['7'],
    want: 'there is no Pod of task 7',
  },
  'a run that waits: the reason': {
    run: makeTaskRun(),
    sources: [],
    want: 'no container has started (Pending: no controller has observed it yet)',
  },
};

describe('why no log could be read', () => {
  test.each(Object.entries(cases))('%s', (_, { run, sources, step, task, want }) => {
    const options = { ...(step && { step }), ...(task && { task }) };
    expect(whyNothing(run, sources, options).message).toMatch(want);
  });
});
