import type { Credential, WorkspaceConfigSpec } from '../../api/generated/kinds.js';
import { duplicate, type FieldError, invalid } from '../../packages/structural-schema/field-error.js';
import { isInside } from '../context/file.js';
import { ownedBy, type PlanProblem } from '../problem.js';
import { identityToken, tokenFolderProblems } from './identity-token.js';
import { joinParts, type PodPart } from './pod-part.js';

export const DEFAULT_FILE_MODE = 0o600;

/** Secrets and tokens for the agent by reference: as environment, as a file, or both. */
export function credentials(list: readonly Credential[]): PodPart {
  const { volumes, agentEnv, agentMounts } = joinParts(list.map(credentialPart));
  return { volumes, agentEnv, agentMounts };
}

function credentialPart(credential: Credential, i: number): PodPart {
  const { secretRef, env, mountPath, fileMode = DEFAULT_FILE_MODE } = credential;
  if (!secretRef) return identityToken(credential, i);
  const { name, key } = secretRef;
  const volume = `credential-${i}`;
  const items = [{ key, path: 'value', mode: fileMode }];
  return {
    volumes: mountPath ? [{ name: volume, secret: { secretName: name, items } }] : [],
    agentEnv: env ? [{ name: env, valueFrom: { secretKeyRef: { name, key } } }] : [],
    agentMounts: mountPath ? [{ name: volume, mountPath, subPath: 'value', readOnly: true }] : [],
  };
}

/** Two credentials at one path, or one at a path that a context file or kubetask itself uses. */
export function credentialProblems(workspace: WorkspaceConfigSpec, filePaths: readonly string[]): PlanProblem[] {
  const list = workspace.credentials ?? [];
  const errors = list.flatMap((credential, i): FieldError[] => {
    const { mountPath } = credential;
    const at = `spec.credentials[${i}].mountPath`;
    if (!mountPath) return [];
    if (isInside(mountPath, '/kubetask'))
      return [invalid(at, mountPath, '/kubetask is reserved; choose another folder')];
    const taken = [...filePaths, ...list.slice(0, i).map((other) => other.mountPath)];
    return taken.includes(mountPath) ? [duplicate(at, mountPath)] : [];
  });
  return ownedBy('workspace', [...errors, ...tokenFolderProblems(workspace, filePaths)]);
}
