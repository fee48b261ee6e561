import { setupContainers } from '../../api/containers.js';
import { TOOLS_DIR } from './paths.js';
import type { PodPart } from './pod-part.js';

/** Copies `/tools` out of the tools image and puts `/tools/bin` first in the agent's PATH. */
export function tools(image: string | undefined): PodPart {
  if (!image) return {};
  return {
    initContainers: [
      {
        name: setupContainers.tools.name,
        image,
        command: ['cp', '-RP', `${TOOLS_DIR}/.`, SHARED_DIR],
        volumeMounts: [{ name: 'tools', mountPath: SHARED_DIR }],
      },
    ],
    volumes: [{ name: 'tools', emptyDir: {} }],
    agentEnv: [
      { name: 'PATH', value: `${TOOLS_DIR}/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin` },
      { name: 'NODE_PATH', value: `${TOOLS_DIR}/lib/node_modules` },
      { name: 'LD_LIBRARY_PATH', value: `${TOOLS_DIR}/lib` },
    ],
    agentMounts: [{ name: 'tools', mountPath: TOOLS_DIR, readOnly: true }],
  };
}

/** Where the copy goes: mounted over `/tools`, the volume would hide what is to be copied. */
const SHARED_DIR = '/kubetask/tools';
