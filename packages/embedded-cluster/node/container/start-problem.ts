import { backoffSeconds } from '../../../work-queue/backoff.js';
import { changeOrTimeout, waitUnlessStopped } from '../node-services.js';
import { type PodContext, publishStatus, recordContainerEvent } from '../pod/pod-context.js';
import type { ContainerRecord } from '../pod/pod-record.js';
import { UnresolvedReference } from './container-env.js';
import { ImageNotMapped } from './prepare-container.js';
import { kubeletBackoff } from './restart-policy.js';

/** How long `ErrImagePull` shows before the kubelet begins to back off. */
const pullFailureShowsSeconds = 1;

/**
 * Shows why a container cannot start yet, in the kubelet's words, then waits until it is worth another try.
 *
 * @param attempt tries before this one
 * @throws the Pod's stop reason when the Pod ends meanwhile
 */
export async function waitOutProblem(context: PodContext, record: ContainerRecord, error: Error, attempt: number) {
  if (error instanceof ImageNotMapped) return waitForImage(context, record, error, attempt);
  const reason = error instanceof UnresolvedReference ? 'CreateContainerConfigError' : 'CreateContainerError';
  showWaiting(context, record, reason, error.message);
  recordContainerEvent(context, record, { type: 'Warning', reason: 'Failed', message: `Error: ${error.message}` });
  const { node, pod, stop } = context;
  await changeOrTimeout(node, pod.metadata.namespace ?? '', backoffSeconds(kubeletBackoff, attempt), stop);
}

async function waitForImage(context: PodContext, record: ContainerRecord, { message }: Error, attempt: number) {
  const { image = '' } = record.container;
  const warn = (reason: string, text: string) =>
    recordContainerEvent(context, record, { type: 'Warning', reason, message: text });

  showWaiting(context, record, 'ErrImagePull', message);
  warn('Failed', `Failed to pull image "${image}": ${message}`);
  warn('Failed', 'Error: ErrImagePull');
  await waitUnlessStopped(context.node.clock, pullFailureShowsSeconds, context.stop);

  showWaiting(context, record, 'ImagePullBackOff', `Back-off pulling image "${image}": ErrImagePull: ${message}`);
  recordContainerEvent(context, record, {
    type: 'Normal',
    reason: 'BackOff',
    message: `Back-off pulling image "${image}"`,
  });
  warn('Failed', 'Error: ImagePullBackOff');
  await waitUnlessStopped(context.node.clock, backoffSeconds(kubeletBackoff, attempt), context.stop);
}

function showWaiting(context: PodContext, record: ContainerRecord, reason: string, message: string): void {
  record.state = { waiting: { reason, message } };
  publishStatus(context);
}
