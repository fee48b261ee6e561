import { describe, expect, test } from '@jest/globals';
import { ApiObject, type ApiObjectMetadata, type Chart } from 'cdk8s';
import {
  AgentBuildConstruct,
  AgentConstruct,
  BatchConstruct,
  ManifestConstruct,
  TaskConstruct,
  WorkspaceConstruct,
} from '../../constructs/index.js';
import { problemsOf, serviceA } from './sample.js';

/** What JavaScript or a cast may pass. */
const mistyped = { name: 7, labels: { a: true }, finalizers: 1, ownerReferences: 'me' } as unknown as ApiObjectMetadata;

const want = [
  expect.stringMatching(/metadata\.name: Invalid value: 7: must be a string; write it in quotes$/),
  expect.stringMatching(/metadata\.labels\.a: Invalid value: true: must be a string; write it in quotes$/),
  expect.stringMatching(/metadata\.finalizers: Invalid value: 1: must be a list$/),
  expect.stringMatching(/metadata\.ownerReferences: Invalid value: "me": must be a list$/),
];

describe('metadata of wrong types: every problem is reported, no crash', () => {
  const cases: Record<string, Parameters<typeof problemsOf>[0]> = {
    BatchConstruct: (chart) =>
      void new BatchConstruct(chart, 'x', { metadata: mistyped, variableContexts: [[serviceA]], run: { runId: '1' } }),
    TaskConstruct: (chart) => void new TaskConstruct(chart, 'x', { metadata: mistyped, steps: [{ image: 'a' }] }),
    WorkspaceConstruct: (chart) => void new WorkspaceConstruct(chart, 'x', { metadata: mistyped }),
    AgentConstruct: (chart) => void new AgentConstruct(chart, 'x', { metadata: mistyped, image: 'a:v1' }),
    AgentBuildConstruct: (chart) =>
      void new AgentBuildConstruct(chart, 'x', {
        metadata: mistyped,
        repoUrl: 'https://h/r',
        imageRegistry: 'h/o',
        image: 'a',
        imageTag: 'v1',
      }),
    ManifestConstruct: (chart) =>
      void new ManifestConstruct(chart, 'x', {
        manifests: [
          {
            name: 'm',
            text: `apiVersion: kubetask.io/v1alpha1\nkind: Task\nmetadata: ${JSON.stringify(mistyped)}\nspec: { steps: [{ image: a }] }`,
          },
        ],
      }),
  };
  test.each(Object.entries(cases))('%s', (_, fill) => expect(problemsOf(fill)).toEqual(expect.arrayContaining(want)));

  test('a raw ApiObject', () => {
    const metadata = { name: 7, labels: { a: true } } as unknown as ApiObjectMetadata;
    const fill = (chart: Chart) => void new ApiObject(chart, 'x', { apiVersion: 'v1', kind: 'ConfigMap', metadata });
    expect(problemsOf(fill)).toEqual(expect.arrayContaining(want.slice(0, 2)));
  });
});

describe('committed objects', () => {
  const manifest = (metadata: string) =>
    problemsOf((chart) => {
      const text = `apiVersion: v1\nkind: ConfigMap\nmetadata: ${metadata}`;
      new ManifestConstruct(chart, 'm', { manifests: [{ name: 'm', text }] });
    });

  test.each([
    [
      '{ generateName: a- }',
      'm:3:11: metadata.generateName: Forbidden: a committed object needs a fixed name; each sync would create another object',
    ],
    [
      '{ name: a, resourceVersion: "1" }',
      'm:3:12: metadata.resourceVersion: Forbidden: the API server sets it, and rejects other values; remove it',
    ],
    [
      '{ name: a, uid: u }',
      'm:3:12: metadata.uid: Forbidden: the API server sets it, and rejects other values; remove it',
    ],
  ])('%s: refused', (metadata, problem) =>
    expect(manifest(metadata)).toEqual([expect.stringContaining(problem.slice(7))]),
  );
});

test('a file that is missing, and a folder: problems, and the others are validated', () => {
  const problems = problemsOf((chart) => void ManifestConstruct.fromFiles(chart, 'm', ['nowhere.yaml', 'test']));
  expect(problems).toEqual([
    expect.stringMatching(/^nowhere\.yaml: cannot be read: it does not exist; give the path of a YAML file$/),
    expect.stringMatching(/^test: cannot be read: it is a folder; give the path of a YAML file$/),
  ]);
});
