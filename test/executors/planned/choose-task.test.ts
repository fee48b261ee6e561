import { expect, test } from '@jest/globals';
import { chooseTask } from '../../../executors/planned/choose-task.js';
import type { PlannedTask } from '../../../plan/batch-run/plan.js';

const tasks = ['org/api-v7', 'org/web'].map(
  (name, index) =>
    ({
      name,
      index,
      identity: () => ({ key: `key-${index}`, name }),
      displayName: () => name,
    }) as unknown as PlannedTask,
);

test.each([
  ['7', ['  0  key-0  org/api-v7', '  1  key-1  org/web']],
  ['org/wbe', ['did you mean org/web?', '  0  key-0  org/api-v7', '  1  key-1  org/web']],
])('no task %s: an index is no part of a name that was meant', (wanted, hints) => {
  expect(() => chooseTask(tasks, wanted, 'batch/x')).toThrow(
    expect.objectContaining({ hints: hints.map((hint) => expect.stringContaining(hint.trim())) }),
  );
});
