import { isDeepStrictEqual } from 'node:util';
import type { CustomResourceDefinition } from '../../api/custom-resource-definition.js';
import type { Check } from './check.js';

const install = 'kubectl task crds | kubectl apply --server-side -f -';

/**
 * Whether the cluster has our kinds, and as this version of the plugin knows them.
 *
 * @param served plurals of kubetask.io/v1alpha1
 * @param installed the definitions by name; undefined when we may not read them
 */
export function examineCrds(
  wanted: readonly CustomResourceDefinition[],
  served: readonly string[],
  installed: ReadonlyMap<string, CustomResourceDefinition> | undefined,
): Check {
  const title = 'CRDs';
  const plurals = wanted.map(({ spec }) => spec.names.plural);
  const missing = plurals.filter((plural) => !served.includes(plural));
  if (missing.length > 0) {
    const detail = missing.length === plurals.length ? 'not installed' : `${missing.join(', ')} missing`;
    return { title, state: 'bad', detail, fix: [install] };
  }
  if (!installed)
    return { title, state: 'good', detail: `${plurals.join(', ')} (you are not allowed to read their version)` };
  const other = wanted.filter((crd) => !hasSchemaOf(installed.get(crd.metadata.name), crd));
  if (other.length === 0) return { title, state: 'good', detail: plurals.join(', ') };
  const detail = `${other.map(({ spec }) => spec.names.plural).join(', ')} of another version of kubetask`;
  return { title, state: 'unknown', detail, fix: [`if this plugin is newer: ${install}`] };
}

function hasSchemaOf(installed: CustomResourceDefinition | undefined, wanted: CustomResourceDefinition): boolean {
  return isDeepStrictEqual(schemaOf(installed), schemaOf(wanted));
}

const schemaOf = (crd: CustomResourceDefinition | undefined): unknown => crd?.spec.versions[0]?.schema.openAPIV3Schema;
