import { beforeAll, describe, expect, test } from '@jest/globals';
import { planAgentBuild } from '../../plan/agent-build/plan.js';
import { makeBuildInputs, richBuild } from '../plan/agent-build/sample.js';

interface Imported {
  readonly manifest: (props: object) => object;
}

let tekton: Readonly<Record<'Pipeline' | 'PipelineRun' | 'Task', Imported>>;
beforeAll(async () => {
  // A name that the compiler does not resolve: generated code is compiled with other settings.
  const generated = '../../imports/tekton.dev.js';
  tekton = await import(generated);
});

/** As written to YAML. */
const plain = (object: object) => JSON.parse(JSON.stringify(object));

/** The import has classes for quantities. */
const { resources: _, ...spec } = richBuild;

/** The import leaves out fields that it does not know. */
describe.each(['pipeline', 'single-pod'] as const)('the import of Tekton keeps every field of a plan, %s', (layout) => {
  const { pipeline, pipelineRun } = planAgentBuild(makeBuildInputs({ ...spec, layout }));

  test('Pipeline', () => expect(plain(tekton.Pipeline.manifest(pipeline))).toEqual(plain(pipeline)));
  test('PipelineRun', () => expect(plain(tekton.PipelineRun.manifest(pipelineRun))).toEqual(plain(pipelineRun)));
  test('its tasks', () => {
    const specs = pipeline.spec.tasks.map(({ taskSpec: spec }) => ({ spec }));
    const made = specs.map((props) => plain(tekton.Task.manifest(props)));
    expect(made).toEqual(specs.map((props) => ({ apiVersion: 'tekton.dev/v1', kind: 'Task', ...plain(props) })));
  });
});
