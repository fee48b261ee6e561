import { invalid } from '../../../structural-schema/field-error.js';
import { ApiError } from '../../api-error.js';
import { trackedSchema } from '../apply/tracked-schema.js';
import { type ApiObject, draftOf } from '../objects/api-object.js';
import { jsonPatch } from '../patch/json-patch.js';
import { mergePatch } from '../patch/merge-patch.js';
import { strategicMergePatch } from '../patch/strategic-merge-patch.js';
import { badRequest, invalidObject, modified, unsupportedMediaType } from '../status-errors.js';
import type { Cluster, Target } from './cluster.js';
import { decodeObject } from './decode-object.js';
import { strictDecodingError } from './field-validation.js';
import { existing, replace, type UpdateOptions } from './update-object.js';

export type PatchType = 'merge' | 'json' | 'strategic';

/**
 * Changes an object by a patch. A `resourceVersion` in the patch must be the stored one.
 *
 * @throws ApiError NotFound, Invalid, Conflict, or BadRequest for a patch that cannot be read.
 */
export function patchObject(
  cluster: Cluster,
  target: Target,
  type: PatchType,
  patch: unknown,
  options: UpdateOptions,
): ApiObject {
  const { resource, name } = target;
  const old = existing(cluster, target);
  const patched = patchedBody(target, type, old, patch);
  const { object, unknown } = decodePatched(target, patched);
  if (options.fieldValidation === 'Strict' && unknown.length > 0)
    throw patchRefused(type === 'strategic' ? patch : patched, strictDecodingError(unknown));
  if (options.fieldValidation === 'Warn') for (const problem of unknown) options.warn(problem);
  const version = object.metadata.resourceVersion;
  if (version && version !== old.metadata.resourceVersion) throw modified(resource, name);
  if (object.metadata.name !== name) throw badRequest('the name of the object does not match the name on the URL');
  return replace(cluster, target, object, old, options);
}

function patchedBody({ resource }: Target, type: PatchType, old: ApiObject, patch: unknown): unknown {
  if (type === 'json') return jsonPatch(old, patch);
  if (type === 'merge') return mergePatch(draftOf(old), patch);
  if (resource.custom)
    throw unsupportedMediaType(
      'application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml',
    );
  return strategicMergePatch(trackedSchema(resource), draftOf(old), patch);
}

/** The result of a patch is validated as a patch, not as a body. */
function decodePatched({ resource }: Target, patched: unknown) {
  try {
    return decodeObject(resource, patched);
  } catch (error) {
    if (error instanceof ApiError && error.code === 400) throw patchRefused(patched, error.message);
    throw error;
  }
}

const patchRefused = (patch: unknown, why: string): ApiError =>
  invalidObject({ kind: '', group: '' }, '', [invalid('patch', JSON.stringify(patch), why)]);
