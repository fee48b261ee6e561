import { ApiError } from '../../api-error.js';
import type { FieldTree, ManagedFieldsEntry } from '../objects/api-object.js';
import { pathsOf } from './field-tree.js';

/** Fields that somebody else owns and would lose. */
export interface Conflict {
  readonly entry: ManagedFieldsEntry;
  readonly fields: FieldTree;
}

/** 409 that names every field and its owner, as kubectl shows it. */
export function applyConflict(conflicts: readonly Conflict[]): ApiError {
  const all = conflicts.flatMap(({ entry, fields }) =>
    pathsOf(fields).map((path) => ({ owner: ownerOf(entry), path })),
  );
  const causes = all.map(({ owner, path }) => ({
    reason: 'FieldManagerConflict',
    message: `conflict with ${owner}`,
    field: path,
  }));
  return new ApiError(409, 'Conflict', messageOf(all), { causes });
}

function messageOf(all: readonly { owner: string; path: string }[]): string {
  const [first] = all;
  if (all.length === 1 && first) return `Apply failed with 1 conflict: conflict with ${first.owner}: ${first.path}`;
  const owners = [...new Set(all.map(({ owner }) => owner))].sort();
  const lines = owners.flatMap((owner) => [
    `conflicts with ${owner}:`,
    ...all.filter((conflict) => conflict.owner === owner).map(({ path }) => `- ${path}`),
  ]);
  return `Apply failed with ${all.length} conflicts: ${lines.join('\n')}`;
}

function ownerOf({ manager, operation, apiVersion, subresource }: ManagedFieldsEntry): string {
  const name = JSON.stringify(manager) + (subresource ? ` with subresource ${JSON.stringify(subresource)}` : '');
  return operation === 'Apply' ? name : `${name} using ${apiVersion}`;
}
