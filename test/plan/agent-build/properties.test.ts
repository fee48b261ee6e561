import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { AgentBuildSpec } from '../../../api/generated/kinds.js';
import { planAgentBuild } from '../../../plan/agent-build/plan.js';
import { checkObject } from '../../../plan/manifest/object/checked-object.js';
import { objectProblems } from '../../../plan/manifest/together/object-problems.js';
import { makeBuildSpec } from './sample.js';
import { tektonReferenceErrors } from './tekton-references.js';
import { tektonSchemaErrors } from './tekton-schema.js';

const word = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
const text = fc.string({
  unit: fc.constantFrom('a', ' ', '"', "'", '$', '(', ')', '\\', '\n', '`', '=', '{', 'ü', '[*]'),
});
const variable = fc.record({ name: word, value: text });
const unique = { selector: ({ name }: { readonly name: string }) => name, maxLength: 4 };

/** Specs, most of which are valid. */
const specs: fc.Arbitrary<AgentBuildSpec> = fc
  .record(
    {
      revision: fc.oneof(word, text),
      sourceSubfolder: fc.oneof(word, text),
      dockerfile: fc.oneof(word, text),
      repoUser: fc.oneof(word, text),
      env: fc.uniqueArray(variable, unique),
      buildArgs: fc.uniqueArray(variable, unique),
      pushSecret: fc.record({ name: word }),
      insecureRegistry: fc.boolean(),
      builder: fc.constantFrom('kaniko', 'buildkit-rootless', 'buildah'),
      layout: fc.constantFrom('pipeline', 'single-pod'),
      timeoutSeconds: fc.integer({ min: 60, max: 86400 }),
      resources: fc.record({ limits: fc.record({ memory: fc.constantFrom('1Gi', '512Mi', 2) }) }),
    },
    { requiredKeys: [] },
  )
  .map((spec) => makeBuildSpec(spec as Partial<AgentBuildSpec>));

const isAccepted = (spec: AgentBuildSpec): boolean =>
  objectProblems([
    checkObject({ apiVersion: 'beeai.dev/v1', kind: 'AgentBuild', metadata: { name: 'hello' }, spec } as never),
  ]).length === 0;

test('every valid AgentBuild becomes objects that Tekton accepts', () =>
  fc.assert(
    fc.property(specs.filter(isAccepted), (spec) => {
      const { pipeline, pipelineRun } = planAgentBuild({ name: 'hello', spec });
      expect([...tektonSchemaErrors(pipeline), ...tektonSchemaErrors(pipelineRun)]).toEqual([]);
      expect(tektonReferenceErrors(pipeline, pipelineRun)).toEqual([]);
    }),
  ));
