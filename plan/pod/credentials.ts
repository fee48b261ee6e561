import type { Credential } from '../../api/generated/kinds.js';
import { duplicate, type FieldError, invalid } from '../../packages/structural-schema/field-error.js';
import { isInside } from '../context/file.js';
import { ownedBy, type PlanProblem } from '../problem.js';
import type { PodPart } from './pod-part.js';

export const DEFAULT_FILE_MODE = 0o600;

/** Secrets for the agent by reference: as environment, as a file with its mode, or both. */
export function credentials(list: readonly Credential[]): PodPart {
  const files = list.flatMap((credential, i) =>
    credential.mountPath ? [{ ...credential, mountPath: credential.mountPath, volume: `credential-${i}` }] : [],
  );
  return {
    volumes: files.map(({ volume, secretRef, fileMode = DEFAULT_FILE_MODE }) => ({
      name: volume,
      secret: { secretName: secretRef.name, items: [{ key: secretRef.key, path: 'value', mode: fileMode }] },
    })),
    agentEnv: list.flatMap(({ env, secretRef: { name, key } }) =>
      env ? [{ name: env, valueFrom: { secretKeyRef: { name, key } } }] : [],
    ),
    agentMounts: files.map(({ volume, mountPath }) => ({ name: volume, mountPath, subPath: 'value', readOnly: true })),
  };
}

/** Two credentials at one path, or one at a path that a context file or kubetask itself uses. */
export function credentialProblems(list: readonly Credential[], filePaths: readonly string[]): PlanProblem[] {
  const errors = list.flatMap(({ mountPath }, i): FieldError[] => {
    const at = `spec.credentials[${i}].mountPath`;
    if (!mountPath) return [];
    if (isInside(mountPath, '/kubetask'))
      return [invalid(at, mountPath, '/kubetask is reserved; choose another folder')];
    const taken = [...filePaths, ...list.slice(0, i).map((other) => other.mountPath)];
    return taken.includes(mountPath) ? [duplicate(at, mountPath)] : [];
  });
  return ownedBy('workspace', errors);
}
