import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { KubetaskValidation, type KubetaskValidationProps } from '../../../constructs/index.js';
import { defaultSettings } from '../../../constructs/linter/lint-settings.js';
import type { Violation } from '../../../constructs/validation/context.js';
import { findProblems } from '../../../constructs/validation/find-problems.js';
import {
  type TurnedOffInValidation,
  turnOffProblems,
} from '../../../constructs/validation/turned-off-in-validation.js';
import { type Found, statusOf, violationsOf } from '../../../constructs/validation/violations.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';

/** A Job with a field that does not exist. */
const job = (name: string, { labels = '{}', kind = 'Job' } = {}) => `apiVersion: batch/v1
kind: ${kind}
metadata: { name: ${name}, labels: ${labels} }
spec:
  backoffLimt: 1
  template: { spec: { restartPolicy: Never, containers: [{ name: a, image: a }] } }
`;
const planned = '{ kubetask.io/batch-run: r }';

describe('what the lints find in a file', () => {
  const before = (object: KubernetesObject) => ({ ...object, spec: { template: {} } }) as KubernetesObject;
  const cases: Record<
    string,
    { text: string; isCompared?: boolean; turnedOff?: TurnedOffInValidation[]; want: string[] }
  > = {
    nothing: { text: '', want: [] },
    'what is no YAML': { text: 'a: [', want: [] },
    'one field': { text: job('a'), want: ['a unknown-field spec.backoffLimt'] },
    'each object, in its order': {
      text: `${job('b')}---\n${job('a')}`,
      want: ['b unknown-field spec.backoffLimt', 'a unknown-field spec.backoffLimt'],
    },
    'a lint that is turned off': {
      text: `${job('b')}---\n${job('a')}`,
      turnedOff: [{ lint: 'unknown-field', reason: 'patched' }],
      want: [],
    },
    'a lint that is turned off for one object': {
      text: `${job('b')}---\n${job('a')}`,
      turnedOff: [
        { lint: 'unknown-field', reason: 'patched', object: 'b' },
        { lint: 'expiring-job', reason: 'may run again' },
      ],
      want: ['a unknown-field spec.backoffLimt'],
    },
    'a Job that follows from a Batch: only whether it changed': { text: job('a', { labels: planned }), want: [] },
    'a Job that follows from a Batch and changed': {
      text: job('a', { labels: planned }),
      isCompared: true,
      want: ['a immutable-change spec.template'],
    },
    'another kind with its label: all lints': {
      text: job('a', { labels: planned, kind: 'CronJob' }),
      want: expect.arrayContaining(['a unknown-field spec.backoffLimt']) as never,
    },
    'a ConfigMap that follows from a Batch': {
      text: `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, labels: ${planned} }\nstuff: 1\n`,
      want: [],
    },
    'a ConfigMap of somebody else': {
      text: 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\nstuff: 1\n',
      want: ['a unknown-field stuff'],
    },
    'a label that only begins like it': {
      text: job('a', { labels: '{ kubetask.io/batch-runs: r }' }),
      want: ['a unknown-field spec.backoffLimt'],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { text, isCompared = false, turnedOff = [], want }) => {
    const settings = { ...defaultSettings, ...(isCompared && { before }) };
    const found = findProblems({ name: 'x.yaml', text }, settings, turnedOff);
    expect(
      found.map(({ lint, problem, located }) => `${located.object.metadata.name} ${lint.id} ${problem.path}`),
    ).toEqual(want);
    expect(found.filter(({ file }) => file !== 'x.yaml')).toEqual([]);
  });

  test('a lint sees the other objects of the file', () => {
    const account = 'apiVersion: v1\nkind: Namespace\nmetadata: { name: team }\n';
    const both = findProblems({ name: 'x.yaml', text: `${account}---\n${job('a')}` }, defaultSettings, []);
    expect(both.map(({ lint }) => lint.id)).toEqual(['unknown-field']);
  });
});

describe('violations', () => {
  const makeFound = (
    id: string,
    detail: string,
    more: { because?: string; severity?: 'error' | 'warning' } = {},
    name = 'a',
  ): Found => ({
    lint: { id, reports: 'field `x` of `y`', check: () => [], ...more },
    problem: { path: 'spec.x', detail },
    located: {
      object: { apiVersion: 'v1', kind: 'X', metadata: { name } } as KubernetesObject,
      locate: (path, part) => ({ file: `${path} ${part}`, line: 2, column: 3 }),
    },
    file: `${name}.yaml`,
  });
  const place = (name: string) => ({
    resourceName: name,
    manifestPath: `${name}.yaml`,
    locations: ['spec.x (spec.x key:2:3)'],
  });

  test('the rule, why it is one, and the fix', () => {
    expect(violationsOf([makeFound('l', 'remove it')])).toEqual([
      { ruleName: 'l', recommendation: 'No field x of y.', fix: 'remove it', violatingResources: [place('a')] },
    ]);
    expect(violationsOf([makeFound('l', 'remove it', { because: 'It hurts.' })])).toMatchObject([
      { recommendation: 'No field x of y. It hurts.' },
    ]);
  });

  test('what a lint says in the same words is one violation; other words and other lints are others', () => {
    const found = [
      makeFound('l', 'remove it', {}, 'a'),
      makeFound('l', 'rename it', {}, 'b'),
      makeFound('m', 'remove it', {}, 'c'),
      makeFound('l', 'remove it', {}, 'd'),
      makeFound('l', 'remove it', {}, 'e'),
    ];
    expect(
      violationsOf(found).map(({ ruleName, fix, violatingResources }) => [ruleName, fix, violatingResources]),
    ).toEqual([
      ['l', 'remove it', [place('a'), place('d'), place('e')]],
      ['l', 'rename it', [place('b')]],
      ['m', 'remove it', [place('c')]],
    ]);
  });

  const error = makeFound('l', 'd');
  const warning = makeFound('l', 'd', { severity: 'warning' });
  const cases: Record<string, { found: Found[]; want: string }> = {
    'nothing: success': { found: [], want: 'success' },
    'a lint without a severity: failure': { found: [error], want: 'failure' },
    'an error: failure': { found: [makeFound('l', 'd', { severity: 'error' })], want: 'failure' },
    'only warnings: success': { found: [warning, warning], want: 'success' },
    'a warning and an error: failure': { found: [warning, error], want: 'failure' },
  };
  test.each(Object.entries(cases))('%s', (_, { found, want }) => expect(statusOf(found)).toBe(want));
});

describe('lints that cannot be turned off', () => {
  const unknown = 'Cannot turn off the lint nope: there is none of this id; docs/lints.md lists them';
  const unexplained = (lint: string) =>
    `Cannot turn off the lint ${lint}: the reason is empty; say why it does not matter here`;
  const cases: Record<string, { given: Partial<TurnedOffInValidation>; want: string[] }> = {
    'one that exists, with a reason: none': { given: { lint: 'unknown-field', reason: 'patched' }, want: [] },
    'one that does not exist': { given: { lint: 'nope', reason: 'x' }, want: [unknown] },
    'no reason': { given: { lint: 'unknown-field' }, want: [unexplained('unknown-field')] },
    'a reason of spaces': { given: { lint: 'unknown-field', reason: ' ' }, want: [unexplained('unknown-field')] },
    neither: { given: { lint: 'nope', reason: '' }, want: [unknown, unexplained('nope')] },
  };
  test.each(Object.entries(cases))('%s', (_, { given, want }) => expect(turnOffProblems(given)).toEqual(want));
});

describe('the plugin', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kubetask-validation-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const [good, bad] = [join(folder, 'good.yaml'), join(folder, 'bad.yaml')];
  beforeAll(() => {
    writeFileSync(good, 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n');
    writeFileSync(bad, job('a'));
  });
  const report = async (props: KubetaskValidationProps | undefined, ...manifests: string[]) => {
    const lines: string[] = [];
    const addViolation = ({ ruleName, violatingResources }: Violation) =>
      lines.push(`${ruleName} ${violatingResources.map(({ locations }) => locations.join()).join()}`);
    const submit = (status: string) => lines.push(status);
    await new KubetaskValidation(props).validate({ manifests, report: { addViolation, submit } });
    return lines;
  };

  test('reports each file, and then the status', async () => {
    expect(await report(undefined, good)).toEqual(['success']);
    expect(await report({}, good, bad)).toEqual([`unknown-field spec.backoffLimt (${bad}:5:3)`, 'failure']);
    const turnOff = [{ lint: 'unknown-field', reason: 'patched' }];
    expect(await report({ turnOff }, good, bad)).toEqual(['success']);
  });

  test('compares with its base; an object of it that cannot be read is an error', async () => {
    const was = job('a').replace('image: a', 'image: b');
    const base = mkdtempSync(join(folder, 'base-'));
    writeFileSync(join(base, 'bad.yaml'), was);
    const turnOff = [{ lint: 'unknown-field', reason: 'patched' }];
    expect(await report({ turnOff, base }, bad)).toEqual([`immutable-change spec.template (${bad}:6:3)`, 'failure']);
    writeFileSync(join(base, 'bad.yaml'), 'apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: a\nspec: }\n');
    await expect(report({ base }, bad)).rejects.toThrow(/^base: Invalid value: .*bad\.yaml:5:7: /);
  });

  const cases: Record<string, { props: KubetaskValidationProps; want: string | RegExp }> = {
    'a version that is none': { props: { kubernetesVersion: 'x' }, want: 'Cannot use kubernetesVersion "x"' },
    'all that is wrong, in one error': {
      props: { turnOff: [{ lint: 'nope', reason: 'x' }], base: join('/', 'nowhere', 'x') },
      want: /^Cannot turn off the lint nope: .*\nbase: Invalid value: .*$/,
    },
  };
  test.each(Object.entries(cases))('%s: refused at once', (_, { props, want }) =>
    expect(() => new KubetaskValidation(props)).toThrow(want),
  );
});
