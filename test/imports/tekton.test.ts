import { beforeAll, describe, expect, test } from '@jest/globals';
import { planAgentBuild } from '../../plan/agent-build/plan.js';
import { makeBuildInputs, richBuild } from '../plan/agent-build-sample.js';

interface Imported {
  readonly manifest: (props: object) => object;
}

let tekton: Readonly<Record<'Pipeline' | 'PipelineRun' | 'Task', Imported>>;
beforeAll(async () => {
  // By a name that the compiler does not follow: generated code is compiled with settings of its own.
  const generated = '../../imports/tekton.dev.js';
  tekton = await import(generated);
});

/** As it is written. */
const plain = (object: object) => JSON.parse(JSON.stringify(object));

/** The import has classes for quantities. */
const { resources: _, ...spec } = richBuild;

/** What is not known to the import is left out of what it makes. */
describe.each(['pipeline', 'single-pod'] as const)(
  'the import of Tekton makes of a plan the same object, %s',
  (layout) => {
    const { pipeline, pipelineRun } = planAgentBuild(makeBuildInputs({ ...spec, layout }));

    test('Pipeline', () => expect(plain(tekton.Pipeline.manifest(pipeline))).toEqual(plain(pipeline)));
    test('PipelineRun', () => expect(plain(tekton.PipelineRun.manifest(pipelineRun))).toEqual(plain(pipelineRun)));
    test('its tasks', () => {
      const specs = pipeline.spec.tasks.map(({ taskSpec: spec }) => ({ spec }));
      const made = specs.map((props) => plain(tekton.Task.manifest(props)));
      expect(made).toEqual(specs.map((props) => ({ apiVersion: 'tekton.dev/v1', kind: 'Task', ...plain(props) })));
    });
  },
);
