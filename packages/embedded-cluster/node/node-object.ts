import { availableParallelism, totalmem } from 'node:os';
import type { Node } from '../objects.js';

/** The one node of the embedded cluster. */
export const nodeName = 'local';

const architectures: Record<string, string> = { x64: 'amd64', ia32: '386' };

/** This machine as a Node. It says `linux` on every machine: Pods that ask for it mean a container image's system. */
export function nodeObject(maxPods: number, now: string): Node {
  const architecture = architectures[process.arch] ?? process.arch;
  const capacity = {
    cpu: `${availableParallelism()}`,
    memory: `${Math.floor(totalmem() / 1024)}Ki`,
    pods: `${maxPods}`,
  };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: nodeName,
      labels: {
        'kubernetes.io/arch': architecture,
        'kubernetes.io/hostname': nodeName,
        'kubernetes.io/os': 'linux',
      },
    },
    spec: {},
    status: {
      capacity,
      allocatable: capacity,
      addresses: [{ type: 'Hostname', address: nodeName }],
      conditions: [
        {
          type: 'Ready',
          status: 'True',
          reason: 'KubeletReady',
          message: 'the embedded cluster runs Pods as local processes',
          lastHeartbeatTime: now,
          lastTransitionTime: now,
        },
      ],
    },
  };
}
