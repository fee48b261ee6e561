import { expect, test } from '@jest/globals';
import { describeTemplate } from '../../../cli/run/describe-template.js';
import { runRow } from '../../../cli/run/run-row.js';
import { makeBatch, makeTask, makeTaskRun, makeTerminal, now } from '../sample.js';

const linesOf = (...[template, runs = []]: Partial<Parameters<typeof describeTemplate>>) =>
  describeTemplate(template ?? makeTask(), runs, makeTerminal(300), now);

test('a Task without parameters or steps: neither section', () => {
  expect(linesOf(makeTask({}))).toEqual(['Name:       task/hello', 'Namespace:  team']);
});

test('a step with an image alone, and parameters without a description', () => {
  expect(linesOf(makeTask({ params: [{ name: 'who' }], steps: [{ image: 'i' }, { command: ['make'] }] }))).toEqual([
    'Name:       task/hello',
    'Namespace:  team',
    '',
    'Params:',
    '  NAME   DEFAULT',
    '  who    (required)',
    '',
    'Steps:',
    '  STEP   IMAGE   COMMAND',
    '  -      i       -',
    '  -      -       make',
  ]);
  expect(linesOf(makeTask({ steps: [{ name: 'a', script: 'make' }] })).at(-2)).toBe('  STEP   COMMAND');
});

test('the runs of a Task have the columns of a TaskRun', () => {
  expect(linesOf(makeTask({}), [runRow(makeTaskRun())]).slice(-3)).toEqual([
    'Latest runs:',
    '  NAME                      TEMPLATE   PHASE   COMPLETIONS   REASON   DURATION   AGE',
    '  taskrun/hello-run-abc12   hello      -       -             -        -          60s',
  ]);
});

test('the tasks of a Batch have their names, and one without a repository has none', () => {
  const contexts = [{ type: 'Repository' as const, repository: { org: 'o', repo: 'r', branch: 'main' } }];
  expect(
    linesOf(
      makeBatch({
        tasks: [
          { name: 'first', contexts },
          { name: 'second', contexts: [] },
        ],
      }),
    ).slice(-3),
  ).toEqual(['    TASK   REPOSITORY', '   first   https://github.com/o/r.git main', '  second   -']);
});

test('fifty of fifty-one tasks are shown', () => {
  const lines = linesOf(makeBatch({ variableContexts: Array.from({ length: 51 }, () => []) }));
  expect(lines.slice(-2)).toEqual(['    49   -', '  … and 1 more']);
});
