import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { ApiObject, Chart, Testing } from 'cdk8s';
import { Ingress } from 'cdk8s-plus-28';
import { loadAll } from 'js-yaml';
import { BatchConstruct, KubetaskApp, ManifestConstruct, WorkspaceConstruct } from '../../constructs/index.js';
import { makeApp, problemsOf, problemsOfApp, serviceA, serviceB, task } from './sample.js';

const folder = mkdtempSync(join(tmpdir(), 'kubetask-app-'));
afterAll(() => rmSync(folder, { recursive: true }));

function fleet(outdir: string): KubetaskApp {
  const app = new KubetaskApp({ outdir });
  const chart = new Chart(app, 'fleet', { namespace: 'team', labels: { team: 'payments' } });
  const workspace = new WorkspaceConstruct(chart, 'default');
  const variableContexts = [[serviceA], [serviceB]];
  new BatchConstruct(chart, 'b', { workspace, commonContext: [task], variableContexts, run: { runId: '1' } });
  new ApiObject(new Chart(app, 'more'), 'thing', {
    apiVersion: 'example.com/v1',
    kind: 'Thing',
    metadata: { name: 'x' },
    when: '0o14',
  });
  return app;
}

describe('synth', () => {
  test('one file per chart and nothing else, byte-identical from run to run', () => {
    const outdir = join(folder, 'twice');
    const read = () => {
      fleet(outdir).synth();
      return Object.fromEntries(readdirSync(outdir).map((file) => [file, readFileSync(join(outdir, file), 'utf8')]));
    };
    const first = read();
    expect(Object.keys(first)).toEqual(['fleet.k8s.yaml', 'more.k8s.yaml']);
    expect(read()).toEqual(first);
  });

  test('writes what the synthesis of cdk8s writes for each chart', () => {
    const app = fleet(folder);
    for (const chart of app.charts) {
      expect(loadAll(app.manifests().get(`${chart.node.id}.k8s.yaml`) ?? '')).toEqual(Testing.synth(chart));
    }
  });

  test('text that looks like a number in YAML: quoted', () => {
    expect(fleet(folder).manifests().get('more.k8s.yaml')).toContain('when: "0o14"\n');
  });
});

describe('problems', () => {
  const object = (kind: string, name: string, rest = {}) => ({
    apiVersion: kind === 'Thing' ? 'example.com/v1' : 'v1',
    kind,
    metadata: { name },
    ...rest,
  });

  test('of all constructs at once, each with its construct and its object or file first', () => {
    const app = makeApp((chart) => {
      new WorkspaceConstruct(chart, 'w', { agentImage: '' });
      new BatchConstruct(chart, 'b', { variableContexts: [[serviceA, serviceA]] });
      new ManifestConstruct(chart, 'm', { manifests: [{ name: 'x.yaml', text: 'kind: Thing\nmetadata: {}\n' }] });
      new Ingress(chart, 'ingress');
    });
    expect(problemsOfApp(app)).toEqual([
      '[c/w] WorkspaceConfig w: spec.agentImage: Invalid value: "": spec.agentImage in body should be at least 1 chars long',
      '[c/b] Batch b: spec.variableContexts[0][1].repository.path: Invalid value: "service-a": overlaps with the clone at spec.variableContexts[0][0].repository; give another path',
      '[c/m] x.yaml:1:1: apiVersion: Required value',
      '[c/ingress] ingress with no rules or default backend',
    ]);
  });

  test('raw objects of our kinds are validated too', () => {
    const problems = problemsOf((chart) => {
      new ApiObject(chart, 'raw', {
        ...object('Batch', 'raw'),
        apiVersion: 'kubetask.io/v1alpha1',
        spec: { commonContext: [{ type: 'Foo' }] },
      });
    });
    expect(problems).toEqual([
      'Batch raw: spec.commonContext[0].type: Unsupported value: "Foo": supported values: "File", "Repository", "Http", "Command"',
    ]);
  });

  test('raw objects of any kind are validated as committed objects', () => {
    const problems = problemsOf((chart) => {
      new ApiObject(chart, 'job', {
        ...object('Job', 'j'),
        apiVersion: 'batch/v1',
        spec: { ttlSecondsAfterFinished: 60 },
      });
      new ApiObject(chart, 'big', object('ConfigMap', 'big', { data: { a: 'x'.repeat(1_100_000) } }));
    });
    expect(problems).toEqual([
      'ConfigMap big: data: Invalid value: "1100000 bytes": must be at most 1048576 bytes, all keys together',
      'Job j: spec.ttlSecondsAfterFinished: Forbidden: the next sync would create the expired Job again, and it would run again; remove the field (expiring-job)',
    ]);
  });

  test('two objects of one name, in any charts', () => {
    const app = makeApp((chart) => new ApiObject(chart, 'a', object('Thing', 'x')));
    new ApiObject(new Chart(app, 'other'), 'a', object('Thing', 'x'));
    expect(() => app.manifests()).toThrow('Thing x: metadata.name: Duplicate value: "x"');
  });

  test('a patch of a planned Job: refused, and the error says what to change', () => {
    const app = makeApp((chart) => {
      new BatchConstruct(chart, 'b', { variableContexts: [[serviceA]], run: { runId: '1' } });
    });
    const job = app.node.findChild('c').node.findChild('b').node.findChild('b-1-task-0') as ApiObject;
    expect(() => job.addJsonPatch()).toThrow(
      'Cannot patch Job b-1-task-0: it follows from its Batch and WorkspaceConfig; change those',
    );
  });
});
