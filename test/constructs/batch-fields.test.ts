import { describe, expect, test } from '@jest/globals';
import { Chart, Duration } from 'cdk8s';
import {
  BatchConstruct,
  type BatchProps,
  FolderChart,
  KubetaskApp,
  WorkspaceConstruct,
} from '../../constructs/index.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { serviceA, synthesizeObjects, task } from './sample.js';

const objectsOf = (props: object) =>
  synthesizeObjects((chart) => {
    new BatchConstruct(chart, 'b', { variableContexts: [[serviceA]], ...props } as BatchProps);
  }) as (KubernetesObject & { spec: object })[];

describe('each prop of a Batch is the field of its name', () => {
  const cases: Record<string, { props: object; want: object }> = {
    none: { props: {}, want: {} },
    backoffLimit: { props: { backoffLimit: 0 }, want: { backoffLimit: 0 } },
    activeDeadline: { props: { activeDeadline: Duration.minutes(2) }, want: { activeDeadlineSeconds: 120 } },
    maxConcurrency: { props: { maxConcurrency: 0 }, want: { maxConcurrency: 0 } },
    keySalt: { props: { keySalt: '2026-12' }, want: { keySalt: '2026-12' } },
    reuse: { props: { reuse: 'succeeded' }, want: { reuse: 'succeeded' } },
    commonContext: { props: { commonContext: [task] }, want: { commonContext: [task] } },
    workspace: { props: { workspace: 'claude' }, want: { workspaceConfigRef: 'claude' } },
    params: { props: { params: [{ name: 'who', default: 'x' }] }, want: { params: [{ name: 'who', default: 'x' }] } },
  };
  test.each(Object.entries(cases))('%s', (_, { props, want }) => {
    expect(objectsOf(props)[0]?.spec).toEqual({ variableContexts: [[serviceA]], ...want });
  });

  test('tasks with names, and the suffix of their branches', () => {
    const tasks = [{ name: 'a', contexts: [serviceA] }, { contexts: [serviceA] }];
    const [batch] = objectsOf({ variableContexts: undefined, tasks, branchSuffix: 'TaskName' });
    expect(batch?.spec).toEqual({ tasks, branchSuffix: 'TaskName' });
  });
});

describe('each prop of a run is the field of its name', () => {
  const cases: Record<string, { run: object; want: object }> = {
    none: { run: {}, want: {} },
    keySalt: { run: { keySalt: '2026-12' }, want: { keySalt: '2026-12' } },
    params: { run: { params: { who: 'you' } }, want: { params: [{ name: 'who', value: 'you' }] } },
    'params without a value': { run: { params: {} }, want: {} },
  };
  test.each(Object.entries(cases))('%s', (_, { run, want }) => {
    const [, object] = objectsOf({
      params: [{ name: 'who', default: 'x' }],
      run: { runId: '1', jobs: 'runtime', ...run },
    });
    expect(object?.spec).toEqual({ batchRef: 'b', jobs: 'runtime', ...want });
  });
});

describe('a run named by its content', () => {
  const nameOf = (run: object, props: object = {}) =>
    objectsOf({ params: [{ name: 'who', default: 'x' }], ...props, run: { suffix: 'content', ...run } })[1]?.metadata
      .name;
  const plain = nameOf({});

  test('the same content: the same name, whoever creates its Jobs', () => {
    expect([nameOf({}), nameOf({ jobs: 'runtime' })]).toEqual([plain, plain]);
  });
  const others: Record<string, { run: object; props?: object }> = {
    'another salt': { run: { keySalt: '2026-12' } },
    'another backoffLimit': { run: {}, props: { backoffLimit: 3 } },
  };
  test.each(Object.entries(others))('%s: another name', (_, { run, props }) => {
    expect(nameOf(run, props)).toMatch(/^b-[0-9a-f]{10}$/);
    expect(nameOf(run, props)).not.toBe(plain);
  });

  test('another environment: another name', () => {
    const named = (agentImage: string) =>
      synthesizeObjects((chart) => {
        const workspace = new WorkspaceConstruct(chart, 'w', { agentImage });
        new BatchConstruct(chart, 'b', { workspace, variableContexts: [[serviceA]], run: { suffix: 'content' } });
      }).find(({ kind }) => kind === 'BatchRun')?.metadata.name;
    expect(named('agent:v1')).not.toBe(named('agent:v2'));
  });
});

describe('where a run is written', () => {
  const written = (jobs: 'synthesized' | 'runtime') => {
    const app = new KubetaskApp();
    const runs = new FolderChart(app, 'runs', { folder: 'runs', namespace: 'team' });
    const templates = new Chart(app, 'templates', { namespace: 'team' });
    new BatchConstruct(templates, 'b', {
      variableContexts: [[serviceA]],
      run: { runId: '1', jobs, chart: runs },
    } as BatchProps);
    return [...app.manifests()].map(([file, text]) => [
      file,
      [...text.matchAll(/^kind: (\w+)/gm)].map(([, kind]) => kind),
    ]);
  };
  test.each(['synthesized', 'runtime'] as const)('in the chart that is given, Jobs %s', (jobs) => {
    const own = jobs === 'synthesized' ? ['BatchRun', 'ConfigMap', 'Job'] : ['BatchRun'];
    expect(Object.fromEntries(written(jobs))).toEqual({
      'templates.k8s.yaml': ['Batch'],
      'runs/runs.k8s.yaml': own,
    });
  });
});
