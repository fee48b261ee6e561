import type { JSONSchemaProps } from '../../../structural-schema/json-schema-props.js';
import type { ResourceName } from '../../local-api.js';
import type { TableColumn } from '../table/table-column.js';
import type { Strategy } from './strategy.js';

/** Where the scale subresource finds its numbers. */
export interface ScalePaths {
  readonly specReplicasPath: string;
  readonly statusReplicasPath: string;
  readonly labelSelectorPath?: string;
}

/** One served resource in one version: everything the routes need to know of a kind. */
export interface Resource {
  /** Where its objects are stored, whatever the version: `jobs.batch`. */
  readonly storage: ResourceName;
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly listKind: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly namespaced: boolean;
  /** Custom resources are pruned, defaulted and validated by schema; built-in ones decoded like Go types. */
  readonly custom: boolean;
  readonly schema: JSONSchemaProps;
  readonly hasStatus: boolean;
  readonly hasGeneration: boolean;
  readonly scale?: ScalePaths;
  readonly columns: readonly TableColumn[];
  readonly selectableFields: readonly string[];
  readonly strategy: Strategy;
}

/** `batch/v1`, or `v1` in the core group. */
export const groupVersion = ({ group, version }: Pick<Resource, 'group' | 'version'>): string =>
  group === '' ? version : `${group}/${version}`;
