import { describe, expect, test } from '@jest/globals';
import { formatFieldError } from '../../../packages/structural-schema/field-error.js';
import { agentSelectorText } from '../../../plan/agent/labels.js';
import { canonicalQuantity, compareQuantities } from '../../../plan/agent/quantity.js';
import type { BatchRunInputs } from '../../../plan/batch-run/inputs.js';
import { jobNameCollisions } from '../../../plan/batch-run/job-name-collisions.js';
import { makeFile, makeInputs, makeRepository } from '../sample.js';

const collisionsOf = (inputs: Partial<BatchRunInputs>) =>
  jobNameCollisions(makeInputs(inputs)).map((problem) => `${problem.owner} ${formatFieldError(problem)}`);
const named = (...tasks: object[]) => ({ batch: { name: 'b', spec: { tasks: tasks as never } } });

describe('tasks of a run whose Jobs would have one name', () => {
  const cases: Record<string, { inputs: Partial<BatchRunInputs>; want: string[] }> = {
    'tasks by position: never': { inputs: {}, want: [] },
    'one task': { inputs: named({ contexts: [makeRepository()] }), want: [] },
    'two repositories': {
      inputs: named({ contexts: [makeRepository()] }, { contexts: [makeRepository({ repo: 'b' })] }),
      want: [],
    },
    'two that do the same, under one name': {
      inputs: named(
        { contexts: [makeRepository()] },
        { contexts: [makeFile('/a', 'x')] },
        { contexts: [makeRepository()] },
      ),
      want: [
        'template spec.tasks[2]: Invalid value: "myorg-service-a": would have the same Job as tasks[0], because both do the same; give each a name',
      ],
    },
    'two without a repository': {
      inputs: named({ contexts: [makeFile('/a', 'x')] }, { contexts: [makeFile('/a', 'x')] }),
      want: [
        'template spec.tasks[1]: Invalid value: "task": would have the same Job as tasks[0], because both do the same; give each a name',
      ],
    },
    'two that do the same, under names of their own': {
      inputs: named({ name: 'x', contexts: [makeRepository()] }, { name: 'y', contexts: [makeRepository()] }),
      want: [],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { inputs, want }) => expect(collisionsOf(inputs)).toEqual(want));

  test('the hash of two cut names may be the same: the run gets another name', () => {
    const name = 'r'.repeat(70);
    const variableContexts = Array.from({ length: 3 }, () => []);
    expect(collisionsOf({ run: { name }, batch: { name: 'b', spec: { variableContexts } } })).toEqual([]);
  });
});

test('what selects the Pods of an agent, as a query', () => {
  expect(agentSelectorText({ name: 'helper' })).toBe('beeai.dev/agent=helper');
});

describe('quantities at the edges of their units', () => {
  const canonical: Record<string, string> = {
    '1024': '1024',
    '1023Ki': '1023Ki',
    '0.9Ki': '921600m',
    '0.5Ki': '512',
    '1m': '1m',
    '1025m': '1025m',
    Ki: 'Ki',
    '.': '.',
    '0.001': '1m',
    '0.0010': '1m',
  };
  test.each(Object.entries(canonical))('%s is stored as %s', (text, want) =>
    expect(canonicalQuantity(text)).toBe(want),
  );

  test('two spellings of one value are equal, and text is no quantity', () => {
    expect([compareQuantities('1.0', '1'), compareQuantities('', '1'), compareQuantities('1', '.')]).toEqual([
      0,
      undefined,
      undefined,
    ]);
  });
});
