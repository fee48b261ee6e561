import type { Credential, WorkspaceConfigSpec } from '../../api/generated/kinds.js';
import { type FieldError, invalid } from '../../packages/structural-schema/field-error.js';
import { isInside } from '../context/file.js';
import { TEMPORARY_DIR, TOOLS_DIR, workspaceDirOf } from './paths.js';
import type { PodPart } from './pod-part.js';

const DEFAULT_SECONDS = 3600;

/**
 * A token of the Pods' ServiceAccount for one audience, for the agent alone. Its folder is mounted as a whole, because the kubelet
 * renews the file, which a `subPath` would not show.
 * Source: https://kubernetes.io/docs/concepts/storage/projected-volumes/#serviceaccounttoken
 */
export function identityToken({ serviceAccountToken, mountPath, env }: Credential, i: number): PodPart {
  if (!serviceAccountToken || mountPath === undefined) return {};
  const { audience, expirationSeconds = DEFAULT_SECONDS } = serviceAccountToken;
  const name = `identity-${i}`;
  const path = mountPath.slice(mountPath.lastIndexOf('/') + 1);
  return {
    volumes: [{ name, projected: { sources: [{ serviceAccountToken: { audience, expirationSeconds, path } }] } }],
    agentEnv: env ? [{ name: env, value: mountPath }] : [],
    agentMounts: [{ name, mountPath: folderOf(mountPath), readOnly: true }],
  };
}

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));

/** Where programs look for a token for the API server, which this one is not. */
const API_TOKEN_DIR = '/var/run/secrets/kubernetes.io/serviceaccount';

/** What the folder of a token would hide, or be hidden by. */
export function tokenFolderProblems(
  { credentials = [], ...workspace }: WorkspaceConfigSpec,
  filePaths: readonly string[],
): FieldError[] {
  return credentials.flatMap(({ serviceAccountToken, mountPath = '' }, i) => {
    const others = credentials.flatMap((other, k) => (k === i || !other.mountPath ? [] : [pathOf(other)]));
    const taken = [workspaceDirOf(workspace), TEMPORARY_DIR, TOOLS_DIR, API_TOKEN_DIR, ...filePaths, ...others];
    const problem = serviceAccountToken && folderProblem(folderOf(mountPath), taken);
    return problem === undefined ? [] : [invalid(`spec.credentials[${i}].mountPath`, mountPath, problem)];
  });
}

/** Of a token, its folder. */
const pathOf = ({ serviceAccountToken, mountPath = '' }: Credential): string =>
  serviceAccountToken ? folderOf(mountPath) : mountPath;

function folderProblem(folder: string, taken: readonly string[]): string | undefined {
  const advice = 'give the token a separate folder, such as /var/run/secrets/tokens/aws/token';
  if (folder.split('/').length < 3) return `the mount would replace the folder ${folder || '/'}; ${advice}`;
  const other = taken.find((path) => isInside(path, folder) || isInside(folder, path));
  return other === undefined ? undefined : `the folder ${folder} and ${other} overlap; ${advice}`;
}
