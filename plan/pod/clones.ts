import type { V1Container, V1Volume } from '@kubernetes/client-node';
import { setupContainers } from '../../api/containers.js';
import type { PlannedRepository } from '../context/repository.js';
import { cloneScript } from './clone-script.js';
import { scriptContainer } from './init-container.js';
import { GIT_SECRET_DIR } from './paths.js';
import type { PodPart } from './pod-part.js';

/** One init container per repository, in order; only it sees the repository's Secret. */
export function clones(repositories: readonly PlannedRepository[], workspaceDir: string, image: string): PodPart {
  const [first] = repositories;
  return {
    initContainers: repositories.map((repository, i) => cloneContainer(repository, i, workspaceDir, image)),
    volumes: repositories.flatMap(secretVolume),
    agentEnv: first ? [{ name: 'KUBETASK_REPOSITORY_DIR', value: `${workspaceDir}/${first.folder}` }] : [],
  };
}

function cloneContainer(repository: PlannedRepository, i: number, workspaceDir: string, image: string): V1Container {
  const { url, branch, depth, folder, secretName } = repository;
  const secret = secretName ? [{ name: 'GIT_SECRET_DIR', value: GIT_SECRET_DIR }] : [];
  return scriptContainer(cloneScript, {
    name: `${setupContainers.clone.name}-${i}`,
    image,
    env: [
      { name: 'GIT_URL', value: url },
      { name: 'GIT_BRANCH', value: branch },
      { name: 'GIT_DEPTH', value: String(depth) },
      { name: 'GIT_TARGET', value: `${workspaceDir}/${folder}` },
      ...secret,
    ],
    volumeMounts: secretName ? [{ name: secretVolumeName(i), mountPath: GIT_SECRET_DIR, readOnly: true }] : [],
  });
}

const secretVolumeName = (i: number) => `git-secret-${i}`;

function secretVolume({ secretName }: PlannedRepository, i: number): V1Volume[] {
  return secretName ? [{ name: secretVolumeName(i), secret: { secretName, defaultMode: 0o400 } }] : [];
}
