import type { V1Volume } from '@kubernetes/client-node';
import type { WorkspaceConfigSpec, WorkspaceVolume } from '../../api/generated/kinds.js';
import { HOME_DIR, TEMPORARY_DIR, workspaceDirOf } from './paths.js';
import type { PodPart } from './pod-part.js';

/** The three folders every container may write: the workspace, HOME and /tmp. */
export function workspaceVolumes(workspace: WorkspaceConfigSpec): PodPart {
  const workspaceDir = workspaceDirOf(workspace);
  return {
    volumes: [
      { name: 'workspace', ...volumeSource(workspace.workspaceVolume) },
      { name: 'home', emptyDir: {} },
      { name: 'tmp', emptyDir: {} },
    ],
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

function volumeSource({ emptyDir = {}, ephemeral }: WorkspaceVolume = {}): Omit<V1Volume, 'name'> {
  if (!ephemeral) return { emptyDir: emptyDirSource(emptyDir) };
  const { size, storageClassName } = ephemeral;
  const spec = {
    accessModes: ['ReadWriteOnce'],
    ...(storageClassName === undefined ? {} : { storageClassName }),
    resources: { requests: { storage: String(size) } },
  };
  return { ephemeral: { volumeClaimTemplate: { spec } } };
}

const emptyDirSource = ({ medium, sizeLimit }: NonNullable<WorkspaceVolume['emptyDir']>) => ({
  ...(medium ? { medium } : {}),
  ...(sizeLimit === undefined ? {} : { sizeLimit: String(sizeLimit) }),
});
