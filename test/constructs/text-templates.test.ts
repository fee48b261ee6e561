// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are templates of ours
import { expect, test } from '@jest/globals';
import {
  BatchConstruct,
  Context,
  FileContent,
  ManifestConstruct,
  type SynthesizedBatchProps,
} from '../../constructs/index.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { writtenTexts } from '../plan/sample.js';
import { problemsOf, serviceA, serviceB, synthesizeObjects } from './sample.js';

const template = (text: string) => Context.file('/workspace/task.md', FileContent.template(text));
const batchOf =
  (text: string, run: object = {}) =>
  (chart: ConstructorParameters<typeof BatchConstruct>[0]) =>
    new BatchConstruct(chart, 'deps', {
      params: [{ name: 'ticket', default: 'ABC-1' }],
      commonContext: [template(text)],
      variableContexts: [[serviceA], [serviceB]],
      run: { runId: '1', ...run } as NonNullable<SynthesizedBatchProps['run']>,
    });

test('texts of each task, with the values of the run; the Batch keeps the template', () => {
  const text = 'Update ${repository.repo} for ${params.ticket}.';
  const objects = synthesizeObjects(batchOf(text, { params: { ticket: 'XYZ-7' } })) as unknown as {
    kind: string;
    data?: Record<string, string>;
    spec?: unknown;
  }[];
  const texts = writtenTexts(objects as unknown as KubernetesObject[]).flat();
  expect(texts.sort()).toEqual(['Update service-a for XYZ-7.', 'Update service-b for XYZ-7.']);
  expect(objects.find(({ kind }) => kind === 'Batch')?.spec).toMatchObject({
    params: [{ name: 'ticket', default: 'ABC-1' }],
    commonContext: [{ file: { source: { inline: text, template: true } } }],
  });
  expect(objects.find(({ kind }) => kind === 'BatchRun')?.spec).toMatchObject({
    params: [{ name: 'ticket', value: 'XYZ-7' }],
  });
});

test('another value: another run of content', () => {
  const nameOf = (ticket: string) => {
    const objects = synthesizeObjects(
      batchOf('${params.ticket}', { runId: undefined, suffix: 'content', params: { ticket } }),
    );
    return objects.find(({ kind }) => kind === 'BatchRun')?.metadata.name;
  };
  expect(nameOf('a')).not.toBe(nameOf('b'));
});

test('an unknown name: an error of synthesis', () => {
  expect(problemsOf(batchOf('Update\n${repo}'))).toEqual([
    expect.stringContaining(
      'Batch deps: spec.commonContext[0].file.source.inline: Invalid value: "${repo}": line 2, column 1: there is no such name; did you mean repository.repo?',
    ),
  ]);
});

test('in YAML: the place in the file, and that in the text', () => {
  const text = `apiVersion: kubetask.io/v1alpha1
kind: Batch
metadata: { name: deps }
spec:
  params: [{ name: ticket }]
  variableContexts:
    - - type: File
        file:
          filePath: /workspace/task.md
          source:
            template: true
            inline: |
              For \${params.ticket}:
              \${params.tickt}
`;
  const problems = problemsOf((chart) => {
    new ManifestConstruct(chart, 'm', { manifests: [{ name: 'batch.yaml', text }] });
  });
  expect(problems).toEqual([
    expect.stringContaining(
      'batch.yaml:12:21: spec.variableContexts[0][0].file.source.inline: Invalid value: "${params.tickt}": line 2, column 1: the Batch declares no such parameter; did you mean params.ticket?',
    ),
  ]);
});

test('a Batch of named tasks without a run: its templates are checked, too', () => {
  const problems = problemsOf((chart) => {
    new BatchConstruct(chart, 'deps', { commonContext: [template('${task.nam}')], tasks: [{ contexts: [serviceA] }] });
  });
  expect(problems).toEqual([
    expect.stringContaining('"${task.nam}": line 1, column 1: there is no such name; did you mean task.name'),
  ]);
});
