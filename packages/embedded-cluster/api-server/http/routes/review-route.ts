import { isJsonObject } from '../../../../structural-schema/json-schema-props.js';
import { readBody } from '../request/read-body.js';
import type { RequestInfo } from '../request/request-info.js';
import { jsonResponse } from '../response/responses.js';

/** Everyone who has the token may do everything. */
const allowed = { allowed: true, reason: 'the embedded API server allows everything' };
const everything = {
  resourceRules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }],
  nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['*'] }],
  incomplete: false,
};
const whoAmI = { userInfo: { username: 'embedded-cluster-admin', groups: ['system:masters', 'system:authenticated'] } };

/** The answer to each kind of question about rights, by `group/resource`. */
const statuses: Record<string, object> = {
  'authorization.k8s.io/selfsubjectaccessreviews': allowed,
  'authorization.k8s.io/subjectaccessreviews': allowed,
  'authorization.k8s.io/localsubjectaccessreviews': allowed,
  'authorization.k8s.io/selfsubjectrulesreviews': everything,
  'authentication.k8s.io/selfsubjectreviews': whoAmI,
};

/** Answers `kubectl auth`; undefined when the request is about something else. */
export function reviewRoute(request: Request, { group, version, plural }: RequestInfo): Promise<Response> | undefined {
  const status = statuses[`${group}/${plural}`];
  return status && version === 'v1' && request.method === 'POST' ? review(request, status) : undefined;
}

async function review(request: Request, status: object): Promise<Response> {
  const body = await readBody(request);
  return jsonResponse({ ...(isJsonObject(body) ? body : {}), status }, 201);
}
