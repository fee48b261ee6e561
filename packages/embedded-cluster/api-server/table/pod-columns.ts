import { age } from '../../../kubernetes-conventions/age.js';
import type { ApiObject } from '../objects/api-object.js';
import { fieldAt } from '../selectors/field-path.js';
import type { TableColumn } from './table-column.js';

interface ContainerStatusView {
  readonly ready?: boolean;
  readonly restartCount?: number;
  readonly state?: {
    readonly waiting?: { readonly reason?: string };
    readonly running?: object;
    readonly terminated?: { readonly reason?: string; readonly exitCode?: number; readonly signal?: number };
  };
  readonly lastState?: { readonly terminated?: { readonly finishedAt?: string } };
}

const statuses = (
  pod: ApiObject,
  list: 'containerStatuses' | 'initContainerStatuses',
): readonly ContainerStatusView[] => (fieldAt(pod, `status.${list}`) ?? []) as ContainerStatusView[];
const containers = (pod: ApiObject, list: 'containers' | 'initContainers'): readonly unknown[] =>
  (fieldAt(pod, `spec.${list}`) ?? []) as unknown[];

/** What `kubectl get pods` shows. */
export const podColumns = (name: TableColumn, ageColumn: TableColumn): readonly TableColumn[] => [
  name,
  { name: 'Ready', type: 'string', value: ready },
  { name: 'Status', type: 'string', value: podStatus },
  { name: 'Restarts', type: 'string', value: restarts },
  ageColumn,
  { name: 'IP', type: 'string', priority: 1, value: (pod) => text(pod, 'status.podIP') },
  { name: 'Node', type: 'string', priority: 1, value: (pod) => text(pod, 'spec.nodeName') },
  { name: 'Nominated Node', type: 'string', priority: 1, value: (pod) => text(pod, 'status.nominatedNodeName') },
  { name: 'Readiness Gates', type: 'string', priority: 1, value: () => '<none>' },
];

const text = (pod: ApiObject, path: string, absent = '<none>'): string => String(fieldAt(pod, path) || absent);

function ready(pod: ApiObject): string {
  const count = statuses(pod, 'containerStatuses').filter((status) => status.ready).length;
  return `${count}/${containers(pod, 'containers').length}`;
}

/** The one word a person wants: why it waits, how it ended, or its phase. */
function podStatus(pod: ApiObject): string {
  const phase = String(fieldAt(pod, 'status.phase') || 'Unknown');
  const word = initReason(pod) ?? containerReason(pod) ?? gateReason(pod) ?? text(pod, 'status.reason', phase);
  if (!pod.metadata.deletionTimestamp) return word;
  return phase === 'Succeeded' || phase === 'Failed' ? word : 'Terminating';
}

/** Before anything of the Pod can have started. */
function gateReason(pod: ApiObject): string | undefined {
  const conditions = (fieldAt(pod, 'status.conditions') ?? []) as readonly { type?: string; reason?: string }[];
  const gated = conditions.find(({ type, reason }) => type === 'PodScheduled' && reason === 'SchedulingGated');
  return gated?.reason;
}

function initReason(pod: ApiObject): string | undefined {
  const inits = statuses(pod, 'initContainerStatuses');
  const index = inits.findIndex(({ state }) => state?.terminated?.exitCode !== 0);
  if (index < 0) return undefined;
  const { terminated, waiting } = inits[index]?.state ?? {};
  if (terminated) return `Init:${endReason(terminated)}`;
  if (waiting?.reason && waiting.reason !== 'PodInitializing') return `Init:${waiting.reason}`;
  return `Init:${index}/${containers(pod, 'initContainers').length}`;
}

function containerReason(pod: ApiObject): string | undefined {
  const all = [...statuses(pod, 'containerStatuses')].reverse();
  const reasons = all.map(({ state }) => state?.waiting?.reason ?? (state?.terminated && endReason(state.terminated)));
  const reason = reasons.filter((one) => one !== undefined).at(-1);
  const running = all.some(({ state, ready: isReady }) => state?.running && isReady);
  return reason === 'Completed' && running ? 'Running' : reason;
}

function endReason({ reason, signal, exitCode }: { reason?: string; signal?: number; exitCode?: number }): string {
  return reason || (signal ? `Signal:${signal}` : `ExitCode:${exitCode ?? 0}`);
}

function restarts(pod: ApiObject, now: number): string {
  const all = statuses(pod, 'containerStatuses');
  const count = all.reduce((sum, { restartCount = 0 }) => sum + restartCount, 0);
  const last = all
    .map(({ lastState }) => lastState?.terminated?.finishedAt ?? '')
    .sort()
    .at(-1);
  return count > 0 && last ? `${count} (${age(last, now)} ago)` : String(count);
}
