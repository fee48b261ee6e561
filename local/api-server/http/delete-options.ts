import { isJsonObject } from '../../../api/schema/json-schema-props.js';
import type { DeleteOptions, PropagationPolicy } from '../operations/delete-object.js';
import type { Resource } from '../resources/resource.js';
import { numberParameter } from './list-options.js';
import { readBody } from './read-body.js';
import type { ResourceRequest } from './resource-request.js';

export interface RequestedDelete extends DeleteOptions {
  readonly warnings: readonly string[];
}

const jobsWarning =
  'child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning';

/** Delete options from the body, or else from the query. */
export async function deleteOptions({ request, query, resource }: ResourceRequest): Promise<RequestedDelete> {
  const body = await readBody(request);
  const given = isJsonObject(body) ? (body as DeleteOptions & { dryRun?: readonly string[] }) : {};
  const gracePeriodSeconds = given.gracePeriodSeconds ?? numberParameter(query, 'gracePeriodSeconds');
  const policy = given.propagationPolicy ?? (query.get('propagationPolicy') as PropagationPolicy | null);
  const { preconditions } = given;
  return {
    propagationPolicy: policy ?? defaultPolicy(resource),
    ...(gracePeriodSeconds !== undefined && { gracePeriodSeconds }),
    ...(preconditions && { preconditions }),
    dryRun: (given.dryRun?.length ?? 0) > 0 || query.has('dryRun'),
    warnings: !policy && resource.storage === 'jobs.batch' ? [jobsWarning] : [],
  };
}

/** batch/v1 keeps the oldest habit of all: nobody said what to do with its Pods, so they stay. */
const defaultPolicy = ({ storage }: Resource): PropagationPolicy =>
  storage === 'jobs.batch' ? 'Orphan' : 'Background';
