import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { ApiObject, App, Chart } from 'cdk8s';
import { BatchConstruct, KubetaskApp, type Lint, Lints, WorkspaceConstruct } from '../../../constructs/index.js';
import { allLints } from '../../../constructs/linter/all-lints.js';
import { lintsPage, withLintsTable } from '../../../scripts/lints-table.js';
import { makeApp, problemsOfApp, serviceA } from '../sample.js';

const job = (chart: Chart, id = 'job') =>
  new ApiObject(chart, id, {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: id },
    spec: { ttlSecondsAfterFinished: 1 },
  });

const reported =
  '[c/job] Job job: spec.ttlSecondsAfterFinished: Forbidden: the next sync would create the expired Job again, and it would run again; remove the field (expiring-job)';

describe('turned off', () => {
  const cases: Record<string, { turnOff: (chart: Chart, object: ApiObject) => void; want: string[] }> = {
    'nowhere: reported with the path of its construct': { turnOff: () => undefined, want: [reported] },
    'at the object: not reported': {
      turnOff: (_, object) => Lints.of(object).turnOff('expiring-job', 'may run again'),
      want: [],
    },
    'at the chart: not reported': {
      turnOff: (chart) => Lints.of(chart).turnOff('expiring-job', 'may run again'),
      want: [],
    },
    'at the app: not reported': {
      turnOff: (chart) => Lints.of(chart.node.root).turnOff('expiring-job', 'may run again'),
      want: [],
    },
    'at another object: reported': {
      turnOff: (chart) => Lints.of(job(chart, 'other')).turnOff('expiring-job', 'may run again'),
      want: [reported],
    },
    'another lint: reported': {
      turnOff: (chart) => Lints.of(chart).turnOff('generated-name', 'not used'),
      want: [reported],
    },
    'a lint that does not exist: reported with the one that is meant': {
      turnOff: (chart) => Lints.of(chart).turnOff('expiring-jobs', 'may run again'),
      want: [reported, '[c] turns off the lint expiring-jobs, which does not exist; do you mean expiring-job?'],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { turnOff, want }) => {
    const app = makeApp((chart) => turnOff(chart, job(chart)));
    expect(problemsOfApp(app)).toEqual(want);
  });

  test('without a reason: refused at once', () => {
    expect(() => Lints.of(new KubetaskApp()).turnOff('expiring-job', ' ')).toThrow(
      'Cannot turn off the lint expiring-job: the reason is empty; say why it does not matter here',
    );
  });
});

describe('a lint of a user', () => {
  const lint: Lint = {
    id: 'mine',
    reports: 'Jobs',
    check: ({ kind }) => (kind === 'Job' ? [{ path: 'kind', detail: 'no Jobs here' }] : []),
  };

  test('sees planned Jobs, and can be turned off', () => {
    const fill = (chart: Chart) => {
      Lints.of(chart).add(lint);
      return new BatchConstruct(chart, 'b', { variableContexts: [[serviceA]], run: { runId: '1' } });
    };
    expect(problemsOfApp(makeApp(fill))).toEqual([
      '[c/b/b-1-task-0] Job b-1-task-0: kind: Forbidden: no Jobs here (mine)',
    ]);
    expect(problemsOfApp(makeApp((chart) => Lints.of(fill(chart)).turnOff('mine', 'one is fine')))).toEqual([]);
  });

  test('that throws: a problem, and the other lints run', () => {
    const broken: Lint = {
      ...lint,
      check: () => {
        throw new Error('oops');
      },
    };
    const app = makeApp((chart) => {
      Lints.of(chart).add(broken);
      job(chart);
    });
    expect(problemsOfApp(app)).toEqual([
      reported,
      '[c/job] Job job: <nil>: Forbidden: the lint failed: oops; correct it or turn it off (mine)',
    ]);
  });

  test('of severity warning: printed, and nothing fails; a useless line is one too', () => {
    const app = makeApp((chart) => {
      Lints.of(chart)
        .add({ ...lint, severity: 'warning' })
        .turnOff('generated-name', 'not used');
      new ApiObject(chart, 'job', { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'job' } });
    });
    expect(problemsOfApp(app)).toEqual([]);
    expect(app.warnings()).toEqual([
      '[c/job] Job job: kind: Forbidden: no Jobs here (mine)',
      '[c] turns off the lint generated-name, which reports nothing here; remove the line',
    ]);
  });
});

test('a stock App lints what our constructs emit, and not twice', () => {
  const app = new App();
  new WorkspaceConstruct(new Chart(app, 'c'), 'w', { spec: { podLabels: { 'argocd.argoproj.io/x': 'y' } } });
  expect(() => app.synthYaml()).toThrow(
    /^Validation failed with the following errors:\n {2}\[c\/w\] WorkspaceConfig w: spec.podLabels.*\(tracked-pods\)$/,
  );
});

test('ids: kebab-case, unique, in the order of the alphabet', () => {
  const ids = allLints.map(({ id }) => id);
  expect(ids.filter((id) => !/^[a-z]+(-[a-z]+)*$/.test(id))).toEqual([]);
  expect(ids).toEqual([...new Set(ids)].sort());
});

test('docs/lints.md lists them', () => {
  const page = readFileSync(lintsPage, 'utf8');
  expect(page).toBe(withLintsTable(page));
});
