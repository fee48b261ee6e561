import { notSupported } from '../../../structural-schema/field-error.js';
import { isJsonObject } from '../../../structural-schema/json-schema-props.js';
import type { DeleteOptions, PropagationPolicy } from '../operations/delete-object.js';
import type { Resource } from '../resources/resource.js';
import { invalidObject } from '../status-errors.js';
import { numberParameter } from './list-options.js';
import { readBody } from './read-body.js';
import type { ResourceRequest } from './resource-request.js';
import { isDryRun } from './write-options.js';

export interface RequestedDelete extends DeleteOptions {
  readonly warnings: readonly string[];
}

const jobsWarning =
  'child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning';

/**
 * Delete options from the body; from the query only when there is none.
 *
 * @throws ApiError 422 for a policy that is none.
 */
export async function deleteOptions({ request, query, resource }: ResourceRequest): Promise<RequestedDelete> {
  const body = await readBody(request);
  const given = isJsonObject(body) ? (body as Omit<DeleteOptions, 'dryRun'> & { dryRun?: unknown }) : {};
  const asked = isJsonObject(body) ? new URLSearchParams() : query;
  const gracePeriodSeconds = given.gracePeriodSeconds ?? numberParameter(asked, 'gracePeriodSeconds');
  const policy = policyOf(given.propagationPolicy ?? asked.get('propagationPolicy'));
  const { preconditions } = given;
  return {
    propagationPolicy: policy ?? defaultPolicy(resource),
    ...(gracePeriodSeconds !== undefined && { gracePeriodSeconds }),
    ...(preconditions && { preconditions }),
    dryRun: isDryRun(given.dryRun ?? asked.getAll('dryRun'), 'DeleteOptions'),
    warnings: !policy && resource.storage === 'jobs.batch' ? [jobsWarning] : [],
  };
}

const policies: readonly string[] = ['Foreground', 'Background', 'Orphan'];

function policyOf(text: string | null): PropagationPolicy | undefined {
  if (!text) return undefined;
  if (policies.includes(text)) return text as PropagationPolicy;
  const error = notSupported('propagationPolicy', text, [...policies, 'nil']);
  throw invalidObject({ kind: 'DeleteOptions', group: 'meta.k8s.io' }, '', [error]);
}

/** batch/v1 keeps the oldest habit of all: nobody said what to do with its Pods, so they stay. */
const defaultPolicy = ({ storage }: Resource): PropagationPolicy =>
  storage === 'jobs.batch' ? 'Orphan' : 'Background';
