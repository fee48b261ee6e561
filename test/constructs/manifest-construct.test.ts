import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { BatchConstruct, Context, ManifestConstruct, type ManifestOptions } from '../../constructs/index.js';
import { problemsOf, synthesize, synthesizeObjects } from './sample.js';

const seed = (name: string) => {
  const url = new URL(`../fixtures/seeds/${name}`, import.meta.url);
  return { name, text: readFileSync(url, 'utf8') };
};
const seeds = [seed('batch.yaml'), seed('batch-run.yaml')];
const headers = (manifests: { name: string; text: string }[], options: ManifestOptions = {}) =>
  synthesizeObjects((chart) => new ManifestConstruct(chart, 'm', { manifests, ...options })).map(
    ({ kind, metadata }) => `${kind} ${metadata.name}`,
  );

describe("the seeds' Batch and BatchRun", () => {
  test('unchanged: the reconciler creates the Jobs', () => {
    expect(headers(seeds)).toEqual(['Batch update-dependencies', 'BatchRun update-deps-001']);
  });

  test('jobs synthesized: the same YAML as from TypeScript', () => {
    const fromTypeScript = synthesize(
      (chart) => {
        const repositories = ['service-a', 'service-b'].map((repo) =>
          Context.repository({ org: 'myorg', repo, branch: 'main' }),
        );
        new BatchConstruct(chart, 'update-dependencies', {
          commonContext: [
            Context.file('/workspace/task.md', 'Update dependencies to latest versions.\nRun tests and create PR.\n'),
          ],
          variableContexts: repositories.map((repository) => [repository]),
          run: { name: 'update-deps-001' },
        });
      },
      { namespace: 'kubetask-system' },
    );
    const fromYaml = synthesize(
      (chart) => new ManifestConstruct(chart, 'm', { manifests: seeds, jobs: 'synthesized' }),
    );
    expect(fromYaml).toBe(fromTypeScript);
  });

  test('from files: the path names them', () => {
    const path = fileURLToPath(new URL('../fixtures/seeds/batch.yaml', import.meta.url));
    const objects = synthesizeObjects((chart) => ManifestConstruct.fromFiles(chart, 'm', [path]));
    expect(objects).toHaveLength(1);
  });
});

const inline = [
  'apiVersion: kubetask.io/v1alpha1',
  'kind: BatchRun',
  'metadata: { name: r }',
  'spec:',
  '  jobs: synthesized',
  '  batchSpec: { workspaceConfigRef: null, variableContexts: [[{ type: Repository, repository: { org: o, repo: r, branch: main } }]] }',
].join('\n');

test('an inline batchSpec: its Job', () => {
  expect(headers([{ name: 'r.yaml', text: inline }])).toEqual([
    ...['BatchRun r', expect.stringMatching(/^ConfigMap r-clone-/), 'Job r-task-0'],
  ]);
});

test("objects of other kinds: unchanged, in the chart's namespace", () => {
  const text = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: s }\ndata: { mode: "0o14", empty: }\n';
  const yaml = synthesize((chart) => new ManifestConstruct(chart, 'm', { manifests: [{ name: 's.yaml', text }] }), {
    namespace: 'team',
  });
  expect(yaml).toBe(
    'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: s\n  namespace: team\ndata:\n  mode: "0o14"\n',
  );
});

describe('problems carry file, line and column', () => {
  const problemsIn = (text: string, options: ManifestOptions = {}) =>
    problemsOf((chart) => new ManifestConstruct(chart, 'm', { manifests: [{ name: 'batch.yaml', text }], ...options }));
  const run = 'apiVersion: kubetask.io/v1alpha1\nkind: BatchRun\nmetadata: { name: r }\nspec: { batchRef: elsewhere }';
  const cases: Record<string, { text: string; options?: ManifestOptions; want: string[] }> = {
    'not YAML: the error says where': {
      text: 'a: [',
      want: [
        'batch.yaml:1:5: cannot read YAML: Flow sequence in block collection must be sufficiently indented and end with a ]',
      ],
    },
    'a Batch that is in the cluster: accepted with runtime Jobs': { text: run, want: [] },
    'a Batch that is in the cluster: refused with synthesized Jobs': {
      text: run,
      options: { jobs: 'synthesized' },
      want: [
        `batch.yaml:4:19: spec.batchRef: Invalid value: "elsewhere": no such Batch is known in the run's namespace, and Jobs are planned only from known objects; add it, or set jobs to runtime`,
      ],
    },
    'a generated name: refused': {
      text: run.replace('name: r', 'generateName: r-'),
      want: [
        'batch.yaml:3:13: metadata.generateName: Forbidden: a committed object needs a fixed name; each sync would create another object (generated-name)',
      ],
    },
    'a Job that expires: refused': {
      text: 'apiVersion: batch/v1\nkind: Job\nmetadata: { name: j }\nspec:\n  ttlSecondsAfterFinished: 60\n',
      want: [
        'batch.yaml:5:3: spec.ttlSecondsAfterFinished: Forbidden: the next sync would create the expired Job again, and it would run again; remove the field (expiring-job)',
      ],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { text, options, want }) =>
    expect(problemsIn(text, options)).toEqual(want),
  );
});
