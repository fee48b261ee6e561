import type { AgentReason } from '../kinds/agent.js';
import type { TaskReason } from '../reasons.js';
import type { Explanations } from './explanation.js';

const describe = 'kubectl task describe agent/<agent>';
const logs = 'kubectl task logs agent/<agent>';

/** Reasons of an Agent that a task does not have. */
export const agentExplanations: Explanations<Exclude<AgentReason, TaskReason>> = {
  Available: { means: 'Enough Pods of the Agent are ready.', see: describe, act: 'Nothing.' },
  ScaledToZero: {
    means: 'No Pod is wanted: `replicas` is 0, or the Deployment was scaled to 0.',
    see: describe,
    act: 'Raise `replicas` of the Agent, or scale its Deployment if the Agent has no `replicas`.',
  },
  RollingOut: { means: 'Pods are being created, replaced or removed.', see: describe, act: 'Nothing.' },
  ProgressDeadlineExceeded: {
    means: 'The Deployment has made no progress within its `progressDeadlineSeconds`.',
    see: describe,
    act: 'Look at the Pods that are not ready. Correct the image, the command or the readiness probe of the Agent.',
  },
  CrashLoopBackOff: {
    means: 'The container of the Agent ends again and again. An Agent must keep running.',
    see: 'kubectl logs <pod> --previous',
    act: 'Read the log of the container that ended. Correct the program or its `command`; if a probe ends it, correct the probe.',
  },
  NotReady: {
    means: 'The container runs, but does not answer its readiness probe.',
    see: logs,
    act: 'Make the program listen on `PORT`, on all addresses, or correct `readinessProbe`.',
  },
  InvalidSpec: {
    means: 'The Agent cannot be planned. The message lists every problem of the spec.',
    see: 'kubectl task plan -f <file>',
    act: 'Correct the spec. Until then, the Deployment and the Service stay as they are.',
  },
  DeploymentConflict: {
    means: 'A Deployment of this name belongs to another owner, and is not changed.',
    see: 'kubectl get deployments.apps <agent> -o yaml',
    act: 'Delete the Deployment if you do not need it, or give the Agent another name.',
  },
  ServiceConflict: {
    means: 'A Service of this name belongs to another owner, and is not changed.',
    see: 'kubectl get services <agent> -o yaml',
    act: 'Delete the Service if you do not need it, or give the Agent another name.',
  },
  ApplyFailed: {
    means: 'The API server rejects the Deployment or the Service.',
    see: describe,
    act: 'Remove the cause that the message names. The controller tries again.',
  },
};
