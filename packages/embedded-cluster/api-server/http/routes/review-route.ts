import { isJsonObject } from '../../../../structural-schema/json-schema-props.js';
import { type Authorize, type RequestAttributes, userName } from '../../authorization.js';
import { fieldAt } from '../../selectors/field-path.js';
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
const whoAmI = { userInfo: { username: userName, groups: ['system:masters', 'system:authenticated'] } };

/** The answer to each kind of question about rights, by `group/resource`. */
const statuses: Record<string, object> = {
  'authorization.k8s.io/selfsubjectaccessreviews': allowed,
  'authorization.k8s.io/subjectaccessreviews': allowed,
  'authorization.k8s.io/localsubjectaccessreviews': allowed,
  'authorization.k8s.io/selfsubjectrulesreviews': everything,
  'authentication.k8s.io/selfsubjectreviews': whoAmI,
};

export const isReview = ({ group, plural }: RequestInfo): boolean => statuses[`${group}/${plural}`] !== undefined;

/** Answers `kubectl auth`; undefined when the request is about something else. */
export function reviewRoute(
  request: Request,
  { group, version, plural }: RequestInfo,
  authorize: Authorize | undefined,
): Promise<Response> | undefined {
  const status = statuses[`${group}/${plural}`];
  return status && version === 'v1' && request.method === 'POST' ? review(request, status, authorize) : undefined;
}

async function review(request: Request, status: object, authorize: Authorize | undefined): Promise<Response> {
  const body = await readBody(request);
  const given = isJsonObject(body) ? body : {};
  const answer = status === allowed && authorize ? { allowed: authorize(askedAttributes(given)) } : status;
  return jsonResponse({ ...given, status: answer }, 201);
}

/** What a `SubjectAccessReview` of any kind asks about. */
function askedAttributes(body: object): RequestAttributes {
  const text = (field: string) => String(fieldAt(body, `spec.resourceAttributes.${field}`) ?? '');
  const subresource = text('subresource');
  const resource = subresource ? `${text('resource')}/${subresource}` : text('resource');
  return { verb: text('verb'), group: text('group'), resource, namespace: text('namespace'), name: text('name') };
}
