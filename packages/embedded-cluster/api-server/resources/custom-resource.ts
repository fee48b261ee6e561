import type { JSONSchemaProps } from '../../../structural-schema/json-schema-props.js';
import type { ApiObject } from '../objects/api-object.js';
import { customResourceStrategy } from '../strategies/custom-resource-strategy.js';
import { customColumns, type PrinterColumn } from '../table/custom-columns.js';
import type { Resource, ScalePaths } from './resource.js';

interface DefinitionVersion {
  readonly name: string;
  readonly served: boolean;
  readonly storage: boolean;
  readonly schema?: { readonly openAPIV3Schema?: JSONSchemaProps };
  readonly subresources?: { readonly status?: object; readonly scale?: ScalePaths };
  readonly additionalPrinterColumns?: readonly PrinterColumn[];
  readonly selectableFields?: readonly { readonly jsonPath: string }[];
}

export interface DefinitionNames {
  readonly kind: string;
  readonly plural: string;
  readonly singular?: string;
  readonly listKind?: string;
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
}

/** A CustomResourceDefinition, as far as serving it goes. */
export interface DefinitionSpec {
  readonly group: string;
  readonly scope: 'Namespaced' | 'Cluster';
  readonly names: DefinitionNames;
  readonly versions: readonly DefinitionVersion[];
}

/** The spec of a CustomResourceDefinition that has passed validation. */
export const definitionSpec = (definition: ApiObject): DefinitionSpec => definition.spec as DefinitionSpec;

/** The resources a definition serves: one per served version, the stored version first. */
export function customResources(definition: ApiObject): Resource[] {
  const spec = definitionSpec(definition);
  const versions = [...spec.versions].sort((a, b) => Number(b.storage) - Number(a.storage));
  return versions.filter(({ served }) => served).map((version) => customResource(spec, version));
}

function customResource({ group, scope, names }: DefinitionSpec, version: DefinitionVersion): Resource {
  const { scale, status } = version.subresources ?? {};
  const schema = version.schema?.openAPIV3Schema ?? { 'x-kubernetes-preserve-unknown-fields': true };
  return {
    storage: `${names.plural}.${group}`,
    group,
    version: version.name,
    kind: names.kind,
    listKind: names.listKind ?? `${names.kind}List`,
    plural: names.plural,
    singular: names.singular ?? names.kind.toLowerCase(),
    shortNames: names.shortNames ?? [],
    categories: names.categories ?? [],
    namespaced: scope === 'Namespaced',
    custom: true,
    schema,
    hasStatus: status !== undefined,
    hasGeneration: true,
    ...(scale && { scale }),
    columns: customColumns(version.additionalPrinterColumns),
    selectableFields: (version.selectableFields ?? []).map(({ jsonPath }) => jsonPath.replace(/^\./, '')),
    strategy: customResourceStrategy(schema),
  };
}
