import { isDeepStrictEqual } from 'node:util';
import type { Condition, KubernetesObject } from '../../kubernetes-conventions/kubernetes-object.js';
import { ApiError } from '../api-error.js';
import type { RecordEvent } from '../event-recorder.js';
import type { LocalApi, ResourceName } from '../local-api.js';
import type { ObjectKey } from '../objects.js';
import { conditionOf } from './succeeded-condition.js';

/** Reports an error of a pass. The pass is retried without end, so a silent one would be lost. */
export const reportError = (kind: string) => (key: ObjectKey, error: unknown) =>
  console.error(`${kind} ${key} cannot be processed:`, error);

/** The run of this kind, of Tekton's and of no other group, that controls the object; none or one. */
export const ownerKeys = ({ metadata }: KubernetesObject, kind: string): readonly ObjectKey[] =>
  (metadata.ownerReferences ?? [])
    .filter((each) => each.controller && each.kind === kind && each.apiVersion.startsWith('tekton.dev/'))
    .map((owner) => `${metadata.namespace ?? ''}/${owner.name}`)
    .slice(0, 1);

/** Creates, or finds it created. @returns why the API server will never take it; undefined when all is well */
export function refusalOf(create: () => unknown): string | undefined {
  try {
    create();
    return undefined;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.reason === 'AlreadyExists') return undefined;
    if (error.code >= 400 && error.code < 500) return error.message;
    throw error;
  }
}

interface Run extends KubernetesObject {
  readonly status?: { readonly conditions?: readonly Condition[] };
}

/** Writes the status if it changed, and an Event when its reason did. */
export function writeRunStatus<Status extends NonNullable<Run['status']>>(
  api: LocalApi,
  record: RecordEvent,
  resource: ResourceName,
  run: Run & { readonly status?: Status },
  status: Status,
): void {
  const observed = api.get(resource, run.metadata.namespace ?? '', run.metadata.name) as typeof run | undefined;
  if (observed?.metadata.uid !== run.metadata.uid || isDeepStrictEqual(observed?.status, status)) return;
  api.updateStatus(resource, { ...observed, status } as KubernetesObject);
  const before = conditionOf(run.status);
  const after = conditionOf(status);
  if (!after || before?.reason === after.reason) return;
  const { reason, message, status: succeeded } = after;
  record(run, { type: succeeded === 'False' ? 'Warning' : 'Normal', reason, message });
}
