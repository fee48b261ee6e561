// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the syntax of a task file
import { describe, expect, test } from '@jest/globals';
import { interpolate } from '../../../plan/task-file/interpolate.js';
import { executionOrder } from '../../../plan/task-file/order.js';

describe('references in a text', () => {
  const values = {
    env: { SET: 'value', EMPTY: '' },
    vars: {
      model: 'large',
      count: 3,
      outer: 'a ${vars.model} b',
      env: '${env:SET}',
      self: 'x${vars.self}',
      a: '${vars.b}',
      b: '${vars.a}',
    },
  };
  const notSet = (name: string) =>
    `environment variable ${name} is not set; set it, or give a default: \${env:${name}:-default}`;
  const cases: Record<string, { want: string; messages?: string[] }> = {
    'no reference': { want: 'no reference' },
    '': { want: '' },
    '${env:SET}, and ${env:SET}': { want: 'value, and value' },
    '[${env:EMPTY}]': { want: '[]' },
    '[${env:NONE}]': { want: '[]', messages: [notSet('NONE')] },
    '${env:NONE:-usual} ${env:EMPTY:-usual} ${env:SET:-usual}': { want: 'usual usual value' },
    '[${env:NONE:-}]': { want: '[]' },
    '${vars.model} ${vars.count}': { want: 'large 3' },
    '${vars.outer} ${vars.env}': { want: 'a large b value' },
    '[${vars.modle}]': { want: '[]', messages: ['vars.modle is not defined; did you mean model?'] },
    '[${vars.nothingLikeIt}]': { want: '[]', messages: ['vars.nothingLikeIt is not defined'] },
    '[${vars.toString}]': {
      want: '[]',
      messages: [expect.stringMatching(/^vars\.toString is not defined/) as unknown as string],
    },
    '[${vars.self}]': { want: '[x]', messages: ['vars.self refers to itself: self -> self'] },
    '[${vars.a}]': { want: '[]', messages: ['vars.a refers to itself: a -> b -> a'] },
    '$${env:SET} $${vars.model}': { want: '${env:SET} ${vars.model}' },
    '${SET} $SET ${env:9} ${vars.} ${{ a }}': { want: '${SET} $SET ${env:9} ${vars.} ${{ a }}' },
  };
  test.each(Object.entries(cases))('%j', (text, { want, messages = [] }) => {
    const found: string[] = [];
    expect(interpolate(text, values, (message) => found.push(message))).toBe(want);
    expect(found).toEqual(messages);
  });
});

describe('the order of tasks', () => {
  const cases: Record<
    string,
    { wanted: string[]; pre?: Record<string, string[]>; tasks?: string[]; circles?: string[][] }
  > = {
    nothing: { wanted: [], tasks: [] },
    'as wanted': { wanted: ['b', 'a'], tasks: ['b', 'a'] },
    'each once': { wanted: ['a', 'b', 'a'], tasks: ['a', 'b'] },
    'after those that it waits for, in their order': {
      wanted: ['a'],
      pre: { a: ['c', 'b'], c: ['d'] },
      tasks: ['d', 'c', 'b', 'a'],
    },
    'two that wait for one': { wanted: ['a', 'b'], pre: { a: ['c'], b: ['c'] }, tasks: ['c', 'a', 'b'] },
    'one that waits for itself': { wanted: ['a'], pre: { a: ['a'] }, circles: [['a', 'a']] },
    'two that wait for each other, behind another': {
      wanted: ['x'],
      pre: { x: ['a'], a: ['b'], b: ['a'] },
      circles: [['a', 'b', 'a']],
    },
    'ten circles at most': {
      wanted: ['a'],
      pre: { a: Array.from({ length: 12 }, () => 'a') },
      circles: Array.from({ length: 10 }, () => ['a', 'a']),
    },
  };
  test.each(Object.entries(cases))('%s', (_, { wanted, pre = {}, tasks = [], circles = [] }) =>
    expect(executionOrder(wanted, (task) => pre[task] ?? [])).toEqual({ tasks, circles }),
  );
});
