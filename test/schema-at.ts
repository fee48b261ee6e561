import type { CustomResourceDefinition } from '../api/custom-resource-definition.js';
import type { JSONSchemaProps } from '../packages/structural-schema/json-schema-props.js';

/** The schema at `spec.variableContexts[].[].repository.url`. @throws Error when there is none */
export function schemaAt(crd: CustomResourceDefinition, path: string): JSONSchemaProps {
  const root = crd.spec.versions[0]?.schema.openAPIV3Schema as JSONSchemaProps | undefined;
  const steps = path.replaceAll('.[]', '[]').split(/\.|(?=\[\])/);
  const found = steps.reduce<JSONSchemaProps | undefined>(
    (at, step) => (step === '[]' ? at?.items : at?.properties?.[step]),
    root,
  );
  if (!found) throw new Error(`no schema at ${path} of ${crd.spec.names.kind}`);
  return found;
}
