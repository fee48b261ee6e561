import type { BlockedReason, TaskReason } from '../reasons.js';
import type { Explanations } from './explanation.js';

type Blocked = BlockedReason | 'TemplateChanged' | 'TemplateNotFound' | 'JobConflict' | 'CreateFailed';

const pod = 'kubectl describe pod <pod>';
const image =
  'Correct the name of the image, or give the Pods a pull secret with `imagePullSecrets` of the WorkspaceConfig. The task continues when the image can be pulled.';

/** Why a task cannot start until somebody acts. */
export const taskBlocked = {
  ImagePullBackOff: {
    means: 'The image of a container cannot be pulled. The kubelet tries again at growing intervals.',
    see: pod,
    act: image,
  },
  ErrImagePull: {
    means:
      'The image of a container cannot be pulled: it does not exist, the registry rejects the request, or it is not on the node.',
    see: pod,
    act: image,
  },
  InvalidImageName: {
    means: 'The name of an image is not valid.',
    see: pod,
    act: 'Correct `agentImage`, or the image that the message names. Then start the run again.',
  },
  CreateContainerConfigError: {
    means:
      'A container cannot be configured. Most often a Secret, a ConfigMap or a key of one is missing, or the image runs as root.',
    see: pod,
    act: 'Create the object that the message names, in the namespace of the run. The task continues automatically.',
  },
  CreateContainerError: {
    means:
      'The container runtime cannot create or start a container. Most often its command does not exist in the image.',
    see: pod,
    act: 'Correct `command` of the WorkspaceConfig or of the step, or use an image that has the program.',
  },
  FailedMount: {
    means: 'A volume cannot be mounted, because a Secret, a ConfigMap or a claim is missing.',
    see: pod,
    act: 'Create the object that the message names, in the namespace of the run. The task continues automatically.',
  },
  FailedCreate: {
    means: 'The API server rejects the Pod because of a quota, the Pod Security level of the namespace, or a webhook.',
    see: 'kubectl describe job <job>',
    act: 'Do what the message says: raise the quota, set `resources` or `securityContext` in the WorkspaceConfig, or wait until other Pods end. Kubernetes tries again.',
  },
  Unschedulable: {
    means:
      'No node takes the Pod: too little free CPU or memory, a taint, a node selector or a volume in another zone.',
    see: pod,
    act: 'Lower `resources.requests` in the WorkspaceConfig, correct its `scheduling`, or add a node. The task continues when a node fits. `pendingSeconds` of a Batch ends a task that waits too long.',
  },
  TemplateChanged: {
    means:
      'The Batch or the WorkspaceConfig changed after the run was planned, and this task has no Job yet. A run never executes anything but its plan.',
    see: 'kubectl task plan -f <file> --diff',
    act: 'Revert the change, or cancel the run and start another.',
  },
  TemplateNotFound: {
    means: 'The Batch or the WorkspaceConfig of the run no longer exists, and this task has no Job yet.',
    see: 'kubectl get batches.kubetask.io,workspaceconfigs.kubetask.io',
    act: 'Create the object again as it was, or cancel the run.',
  },
  JobConflict: {
    means: 'A Job with the name of this task exists, and another owner controls it. kubetask does not change it.',
    see: 'kubectl get jobs.batch <job> -o yaml',
    act: 'Delete the other Job if you do not need it, or start the run under another name.',
  },
  CreateFailed: {
    means:
      'The API server rejects an object of the task: a quota, a policy, a webhook, or a missing permission of the controller.',
    see: 'kubectl task describe batchrun/<run>',
    act: 'Remove the cause that the message names. The controller tries again at growing intervals.',
  },
} satisfies Explanations<Blocked & TaskReason>;
