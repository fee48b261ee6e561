import { expect, test } from '@jest/globals';
import { helpLines } from '../../../cli/run/help-lines.js';

const ready = (reason: string) => ({
  type: 'Ready',
  status: 'False' as const,
  reason,
  message: '',
  lastTransitionTime: '',
});

const objectOf = (run: string, tasks: readonly string[] = []) => ({
  apiVersion: 'kubetask.io/v1alpha1',
  kind: 'BatchRun',
  metadata: { name: 'x' },
  status: { conditions: [ready(run)], tasks: tasks.map((reason) => ({ reason })) },
});

const cases: Record<string, { object: Parameters<typeof helpLines>[0]; want: string[] }> = {
  'a run that succeeded: nothing': { object: objectOf('TasksSucceeded', ['Completed']), want: [] },
  'a run that waits for slots: nothing': { object: objectOf('TasksPending', ['Queued', 'Queued']), want: [] },
  'a failed run: its reason and those of its tasks, each once': {
    object: objectOf('TasksFailed', ['CloneFailed', 'Completed', 'CloneFailed', 'OOMKilled']),
    want: [
      '',
      'Help:',
      '  kubectl task explain TasksFailed  (docs/errors.md#TasksFailed)',
      '  kubectl task explain CloneFailed  (docs/errors.md#CloneFailed)',
      '  kubectl task explain OOMKilled  (docs/errors.md#OOMKilled)',
    ],
  },
  'a reason of Tekton: nothing': { object: objectOf('CouldntGetTask'), want: [] },
  'no status yet: nothing': { object: { apiVersion: 'v1', kind: 'x', metadata: { name: 'x' } }, want: [] },
};

test.each(Object.entries(cases))('%s', (_, { object, want }) => expect(helpLines(object)).toEqual(want));
