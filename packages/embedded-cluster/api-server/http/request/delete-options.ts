import { notSupported } from '../../../../structural-schema/field-error.js';
import { isJsonObject, type JsonObject } from '../../../../structural-schema/json-schema-props.js';
import type { DeleteOptions, PropagationPolicy } from '../../operations/delete-object.js';
import type { Resource } from '../../resources/resource.js';
import { invalidObject } from '../../status-errors.js';
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
  const options = isJsonObject(body) ? readDeleteOptions(body) : queriedOptions(query);
  const { propagationPolicy } = options;
  return {
    ...options,
    propagationPolicy: propagationPolicy ?? defaultPolicy(resource),
    warnings: !propagationPolicy && resource.storage === 'jobs.batch' ? [jobsWarning] : [],
  };
}

/** @throws ApiError 422 for a policy that is none. */
export function readDeleteOptions(given: JsonObject): DeleteOptions & { dryRun: boolean } {
  const { gracePeriodSeconds, propagationPolicy, preconditions, dryRun = [] } = given as GivenOptions;
  const policy = policyOf(propagationPolicy);
  return {
    ...(policy && { propagationPolicy: policy }),
    ...(gracePeriodSeconds !== undefined && { gracePeriodSeconds }),
    ...(preconditions && { preconditions }),
    dryRun: isDryRun(dryRun, 'DeleteOptions'),
  };
}

type GivenOptions = Omit<DeleteOptions, 'dryRun' | 'propagationPolicy'> & {
  readonly propagationPolicy?: string;
  readonly dryRun?: unknown;
};

function queriedOptions(query: URLSearchParams): DeleteOptions & { dryRun: boolean } {
  const gracePeriodSeconds = numberParameter(query, 'gracePeriodSeconds');
  return readDeleteOptions({
    propagationPolicy: query.get('propagationPolicy') ?? undefined,
    ...(gracePeriodSeconds !== undefined && { gracePeriodSeconds }),
    dryRun: query.getAll('dryRun'),
  });
}

const policies: readonly string[] = ['Foreground', 'Background', 'Orphan'];

function policyOf(text: string | undefined): PropagationPolicy | undefined {
  if (!text) return undefined;
  if (policies.includes(text)) return text as PropagationPolicy;
  const error = notSupported('propagationPolicy', text, [...policies, 'nil']);
  throw invalidObject({ kind: 'DeleteOptions', group: 'meta.k8s.io' }, '', [error]);
}

/** batch/v1 keeps the oldest habit of all: nobody said what to do with its Pods, so they stay. */
const defaultPolicy = ({ storage }: Resource): PropagationPolicy =>
  storage === 'jobs.batch' ? 'Orphan' : 'Background';
