import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { formatFieldError } from '../../../packages/structural-schema/field-error.js';
import type { JSONSchemaProps } from '../../../packages/structural-schema/json-schema-props.js';
import type { PlannedPipeline } from '../../../plan/agent-build/tekton-objects.js';
import { schemaErrors } from '../../../plan/manifest/object/schema-errors.js';

interface Definition {
  readonly spec: { readonly versions: readonly [{ readonly schema: { readonly openAPIV3Schema: JSONSchemaProps } }] };
}

function schemaOf(kind: string): JSONSchemaProps {
  const file = new URL(`../../../imports/crds/tekton.dev/${kind.toLowerCase()}.yaml`, import.meta.url);
  const { spec } = load(readFileSync(file, 'utf8')) as Definition;
  return spec.versions[0].schema.openAPIV3Schema;
}

const schemas = new Map(['Pipeline', 'PipelineRun', 'Task'].map((kind) => [kind, schemaOf(kind)]));

/** What Tekton's schemas refuse, including unknown fields. The Pipeline schema leaves taskSpec open; the Task schema checks it. */
export function tektonSchemaErrors(object: KubernetesObject): string[] {
  const errors = schemaErrors(schemas.get(object.kind) ?? {}, object).map(formatFieldError);
  return object.kind === 'Pipeline' ? [...errors, ...taskErrors(object as PlannedPipeline)] : errors;
}

const taskErrors = ({ spec: { tasks } }: PlannedPipeline): string[] =>
  tasks.flatMap(({ name, taskSpec }) =>
    schemaErrors(schemas.get('Task')?.properties?.['spec'] ?? {}, taskSpec).map(
      (error) => `${name}: ${formatFieldError(error)}`,
    ),
  );
