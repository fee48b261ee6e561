import type { V1EnvVar } from '@kubernetes/client-node';
import type { WorkspaceConfigSpec } from '../../api/generated/kinds.js';
import { caBundle } from './ca-bundle.js';
import { contractEnv, type TaskIdentity } from './contract-env.js';
import { credentials } from './credentials.js';
import type { PodPart } from './pod-part.js';
import { proxy } from './proxy.js';
import { workspaceVolumes } from './workspace-volumes.js';

/** What every task's Pod begins with. */
export function commonParts(identity: TaskIdentity, workspace: WorkspaceConfigSpec): PodPart[] {
  return [contractEnv(identity), workspaceVolumes(workspace), proxy(workspace.proxy), caBundle(workspace.caBundle)];
}

/** What it ends with: the user's own environment and credentials, above everything of ours. */
export function ownParts({ env = [], credentials: secrets = [] }: WorkspaceConfigSpec): PodPart[] {
  return [{ agentEnv: env as V1EnvVar[] }, credentials(secrets)];
}
