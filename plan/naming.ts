import { contentHash } from '../packages/kubernetes-conventions/content-hash.js';
import { fitName, HASH_LENGTH, MAX_NAME_LENGTH } from '../packages/kubernetes-conventions/fit-name.js';
import { type FieldError, invalid } from '../packages/structural-schema/field-error.js';

const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** `<run>-task-<i>`, cut to 63 characters. */
export const taskJobName = (run: string, index: number): string => fitName(`${run}-task-${index}`);

/** Digits of the key in the name of a Job. */
const SHORT_KEY_LENGTH = 8;

export const shortKey = (key: string): string => key.slice(0, SHORT_KEY_LENGTH);

/**
 * `<run>-<task>-<beginning of the key>`, cut to 63 characters before the key.
 *
 * @param suffix what else the name ends in; none when it is empty
 */
export function namedJobName(run: string, task: string, key: string, suffix = ''): string {
  const end = `-${shortKey(key)}${suffix && `-${suffix}`}`;
  return `${fitName(`${run}-${task}`, MAX_NAME_LENGTH - end.length)}${end}`;
}

/** `<taskrun>-pod`, cut to 63 characters. */
export const taskRunPodName = (run: string): string => fitName(`${run}-pod`);

/** `<taskrun>-pod-<hash of its uid>`: what the Pod is called where another owner has its name. */
export const taskRunPodNameBeside = (run: string, uid: string): string =>
  fitName(`${run}-pod-${contentHash(uid, HASH_LENGTH)}`);

/** Whether Kubernetes would take the name for an object (RFC 1123 subdomain, at most 253 characters). */
export function nameProblems(path: string, name: string): FieldError[] {
  if (name.length > 253) return [invalid(path, name, 'must be no more than 253 characters')];
  if (subdomain.test(name)) return [];
  return [
    invalid(
      path,
      name,
      "must consist of lower case letters, digits, '-' and '.', and start and end with a letter or digit",
    ),
  ];
}

/**
 * The branch an agent is to push: of the key alone, so that a retry, whatever its Batch is called, continues with the
 * first try's branch and pull request.
 *
 * @param suffix the name of the task, where the Batch asks for it; it is part of the key then
 */
export const taskBranch = (key: string, suffix?: string): string =>
  `kubetask/${key.slice(0, 12)}${suffix === undefined ? '' : `-${suffix}`}`;
