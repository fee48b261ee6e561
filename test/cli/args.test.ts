import { describe, expect, test } from '@jest/globals';
import { parseOutputFormat } from '../../cli/args/output-format.js';
import { collectParam } from '../../cli/args/params.js';
import { parsePhases } from '../../cli/args/phases.js';
import { parseTarget } from '../../cli/args/target.js';
import { parseTimeSpan } from '../../cli/args/time-span.js';

describe('parseTarget', () => {
  const cases: Record<string, { text: string; want: [kind: string | undefined, name: string | undefined] }> = {
    'bare name: any kind': { text: 'x', want: [undefined, 'x'] },
    'singular and name': { text: 'batch/x', want: ['Batch', 'x'] },
    'the name as kubectl prints it': { text: 'taskrun.kubetask.io/x', want: ['TaskRun', 'x'] },
    'plural with group and version': { text: 'batchruns.v1alpha1.kubetask.io/x', want: ['BatchRun', 'x'] },
    'short name, any case': { text: 'KTR/x', want: ['TaskRun', 'x'] },
    'newest run': { text: '@latest', want: [undefined, undefined] },
    'newest run of a kind': { text: 'taskrun/@latest', want: ['TaskRun', undefined] },
  };
  test.each(Object.entries(cases))('%s', (_, { text, want }) => {
    const { kind, name } = parseTarget(text);
    expect([kind?.resource.kind, name]).toEqual(want);
  });

  const refused: Record<string, { text: string; want: string }> = {
    'a kind of another group': {
      text: 'pod/x',
      want: 'pod is not a kubetask kind; the kinds are batch, task, batchrun, taskrun',
    },
    "Tekton's kind": { text: 'taskrun.tekton.dev/x', want: 'taskrun.tekton.dev is not a kubetask kind' },
    'no name': { text: 'batch/', want: 'the name is empty' },
  };
  test.each(Object.entries(refused))('%s: refused', (_, { text, want }) => {
    expect(() => parseTarget(text)).toThrow(want);
  });
});

describe('parseTimeSpan', () => {
  const cases: Record<string, { text: string; want: number }> = {
    'bare number: seconds': { text: '90', want: 90 },
    'two units': { text: '1h30m', want: 5400 },
    days: { text: '7d', want: 604_800 },
    'milliseconds are not minutes': { text: '1500ms', want: 1.5 },
  };
  test.each(Object.entries(cases))('%s', (_, { text, want }) => {
    expect(parseTimeSpan(text)).toBe(want);
  });
  test.each(['', 'soon', '1x', '5m3', '-1s'])('%p: refused', (text) => {
    expect(() => parseTimeSpan(text)).toThrow('use a duration such as 90s, 1h30m or 7d.');
  });
});

describe('collectParam', () => {
  const cases: Record<string, { texts: string[]; want: object[] }> = {
    'in order': {
      texts: ['a=1', 'b=2'],
      want: [
        { name: 'a', value: '1' },
        { name: 'b', value: '2' },
      ],
    },
    'equals signs in the value': { texts: ['a=b=c'], want: [{ name: 'a', value: 'b=c' }] },
    'empty value': { texts: ['a='], want: [{ name: 'a', value: '' }] },
    'given twice: the last one': { texts: ['a=1', 'a=2'], want: [{ name: 'a', value: '2' }] },
  };
  test.each(Object.entries(cases))('%s', (_, { texts, want }) => {
    expect(texts.reduce<ReturnType<typeof collectParam>>((known, text) => collectParam(text, known), [])).toEqual(want);
  });
  test('no equals sign: refused', () => {
    expect(() => collectParam('a')).toThrow('use name=value.');
  });
});

test('phases in any case', () => {
  expect(parsePhases('running,FAILED')).toEqual(['Running', 'Failed']);
});
test('phase that does not exist: refused', () => {
  expect(() => parsePhases('done')).toThrow('use one or more of Pending, Running');
});
test('a JSONPath keeps its equals signs', () => {
  expect(parseOutputFormat('jsonpath={.a[?(@.b=="c")]}')).toEqual({ type: 'jsonpath', template: '{.a[?(@.b=="c")]}' });
});
test('output format that does not exist: refused', () => {
  expect(() => parseOutputFormat('jsonpath={.a')).toThrow('Cannot read the JSONPath {.a: a brace is not closed.');
  expect(() => parseOutputFormat('jsonpath={range .a[*]}')).toThrow('{range} without {end}');
  expect(() => parseOutputFormat('xml')).toThrow('use one of json, yaml, name, wide, jsonpath=<template>.');
});
