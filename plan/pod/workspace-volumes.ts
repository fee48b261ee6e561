import { HOME_DIR, TEMPORARY_DIR } from './paths.js';
import type { PodPart } from './pod-part.js';

/** The three folders every container may write: the workspace, HOME and /tmp. */
export function workspaceVolumes(workspaceDir: string): PodPart {
  return {
    volumes: ['workspace', 'home', 'tmp'].map((name) => ({ name, emptyDir: {} })),
    env: [
      { name: 'WORKSPACE_DIR', value: workspaceDir },
      { name: 'HOME', value: HOME_DIR },
    ],
    mounts: [
      { name: 'workspace', mountPath: workspaceDir },
      { name: 'home', mountPath: HOME_DIR },
      { name: 'tmp', mountPath: TEMPORARY_DIR },
    ],
  };
}
