import { oneLine } from '../../../packages/kubernetes-conventions/sentence.js';
import { ExecutionFailure } from '../../execution-failure.js';
import { isUsable } from '../pod/choose-pod.js';
import { containerStatuses, type Deployment, type Pod } from '../pod/objects.js';

/** Where Pods were looked for. */
export interface Searched {
  readonly namespace: string;
  readonly selector: string;
  /** Absent when only a selector is configured. */
  readonly deployment?: Deployment | undefined;
}

const mostPods = 5;

/** Why there is no Pod that a task can run in. Pure. */
export function noPod(searched: Searched, pods: readonly Pod[]): ExecutionFailure {
  return pods.length === 0 ? notFound(searched) : notReady(searched, pods);
}

function notFound({ namespace, selector, deployment }: Searched): ExecutionFailure {
  const name = deployment?.metadata.name;
  const what = name ? `a Pod of Deployment ${name}` : 'a Pod';
  const hint =
    name && deployment?.spec.replicas === 0
      ? `the Deployment has 0 replicas: kubectl scale deployment ${name} --replicas=1 -n ${namespace}`
      : `kubectl get pods -n ${namespace} --show-labels shows the labels of all Pods`;
  return new ExecutionFailure(
    `Cannot find ${what} in namespace ${namespace}: no Pod matches the selector ${selector}${conditionText(deployment)}`,
    [hint],
  );
}

function notReady({ namespace, selector, deployment }: Searched, pods: readonly Pod[]): ExecutionFailure {
  const what = deployment ? `Deployment ${deployment.metadata.name}` : `selector ${selector}`;
  const unusable = pods.filter((pod) => !isUsable(pod));
  const more = unusable.length > mostPods ? [`and ${unusable.length - mostPods} more Pods`] : [];
  return new ExecutionFailure(
    `Cannot run in namespace ${namespace}: no Pod of ${what} is ready${conditionText(deployment)}`,
    [
      ...unusable.slice(0, mostPods).map((pod) => `Pod ${pod.metadata.name}: ${whyNotReady(pod)}`),
      ...more,
      `kubectl describe pods -n ${namespace} -l '${selector}' shows the events of the Pods`,
    ],
  );
}

/** The condition of the Deployment that tells the most. */
function conditionText(deployment: Deployment | undefined): string {
  const conditions = deployment?.status?.conditions ?? [];
  const telling =
    conditions.find(({ type, status }) => type === 'ReplicaFailure' && status === 'True') ??
    conditions.find(({ type, status }) => type === 'Progressing' && status === 'False') ??
    conditions.find(({ type, status }) => type === 'Available' && status === 'False');
  return telling ? ` (${telling.reason}: ${oneLine(telling.message, 200)})` : '';
}

/** Why a Pod is not ready, in one line. */
export function whyNotReady(pod: Pod): string {
  const { metadata, status = {} } = pod;
  if (metadata.deletionTimestamp) return 'is terminating';
  if (status.reason) return `${status.phase}: ${status.reason}${words(status.message)}`;
  for (const { name, state } of containerStatuses(pod)) {
    if (state?.waiting?.reason) return `container ${name}: ${state.waiting.reason}${words(state.waiting.message)}`;
    if (state?.terminated && state.terminated.exitCode !== 0) {
      return `container ${name}: ${state.terminated.reason ?? 'Error'} (exit code ${state.terminated.exitCode})`;
    }
  }
  const missing = (status.conditions ?? []).filter((condition) => condition.status === 'False');
  const scheduled = missing.find(({ type }) => type === 'PodScheduled');
  const telling = scheduled ?? missing.find(({ type }) => type === 'Ready') ?? missing[0];
  if (telling) return `${telling.reason}${words(telling.message)}`;
  return `phase ${status.phase ?? 'unknown'}`;
}

const words = (message: string | undefined): string => (message ? ` (${oneLine(message, 160)})` : '');
