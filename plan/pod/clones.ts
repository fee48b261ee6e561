import type { V1Container, V1EnvVar, V1Volume } from '@kubernetes/client-node';
import { setupContainers } from '../../api/containers.js';
import type { PlannedRepository } from '../context/repository.js';
import { cloneScript, usesSsh } from './clone-script.js';
import { scriptContainer } from './init-container.js';
import { passwd, passwdMount, passwdScript } from './passwd.js';
import { GIT_SECRET_DIR } from './paths.js';
import type { PodPart } from './pod-part.js';
import { type SetupScript, setupScript } from './setup-script.js';

/** Where the clones run and what they share with the agent. */
interface ClonePlace {
  readonly workspaceDir: string;
  readonly initImage: string;
  /** Whether the agent may have the `/etc/passwd` that is made of the image in which the clones run. */
  readonly sharesPasswd: boolean;
}

/** One init container per repository, in order; only it sees the repository's Secret. */
export function clones(repositories: readonly PlannedRepository[], place: ClonePlace): PodPart {
  const { workspaceDir, initImage, sharesPasswd } = place;
  const [first] = repositories;
  const users = repositories.some(usesSsh) ? passwd(initImage) : {};
  return {
    initContainers: [
      ...(users.initContainers ?? []),
      ...repositories.map((repository, i) => cloneContainer(repository, i, workspaceDir, initImage)),
    ],
    volumes: [...(users.volumes ?? []), ...repositories.flatMap(secretVolume)],
    agentEnv: first ? [{ name: 'KUBETASK_REPOSITORY_DIR', value: `${workspaceDir}/${first.folder}` }] : [],
    agentMounts: users.volumes && sharesPasswd ? [passwdMount] : [],
  };
}

/** The scripts of the clones, in the order of their init containers. */
export const cloneScripts = (repositories: readonly PlannedRepository[]): SetupScript[] => [
  ...(repositories.some(usesSsh) ? [passwdScript] : []),
  ...repositories.map(scriptOf),
];

const scriptOf = (repository: PlannedRepository): SetupScript =>
  setupScript(setupContainers.clone.name, cloneScript(repository));

function cloneContainer(repository: PlannedRepository, i: number, workspaceDir: string, image: string): V1Container {
  const { url, branch, revision, depth, folder, submodules, timeoutSeconds, hostKeyChecking } = repository;
  const secret = secretVolumeOf(repository, i);
  return scriptContainer(scriptOf(repository), {
    name: `${setupContainers.clone.name}-${i}`,
    image,
    env: [
      { name: 'GIT_URL', value: url },
      ...variable('GIT_BRANCH', branch),
      ...variable('GIT_REVISION', revision),
      { name: 'GIT_DEPTH', value: String(depth) },
      { name: 'GIT_TARGET', value: `${workspaceDir}/${folder}` },
      ...variable('GIT_SUBMODULES', submodules),
      ...variable('GIT_TIMEOUT', timeoutSeconds),
      ...variable('GIT_HOST_KEY_CHECKING', hostKeyChecking === 'AcceptNew' ? 'accept-new' : undefined),
      ...variable('GIT_SECRET_DIR', secret === undefined ? undefined : GIT_SECRET_DIR),
    ],
    volumeMounts: [
      ...(usesSsh(repository) ? [passwdMount] : []),
      ...(secret === undefined ? [] : [{ name: secret, mountPath: GIT_SECRET_DIR, readOnly: true }]),
    ],
  });
}

const variable = (name: string, value: string | number | undefined): V1EnvVar[] =>
  value === undefined ? [] : [{ name, value: String(value) }];

const secretVolumeName = (i: number) => `git-secret-${i}`;

/** The volume with what git is to send; a folder with a token looks like a Secret with one. */
const secretVolumeOf = ({ secretName, token }: PlannedRepository, i: number): string | undefined =>
  secretName ? secretVolumeName(i) : token?.volume;

function secretVolume({ secretName }: PlannedRepository, i: number): V1Volume[] {
  return secretName ? [{ name: secretVolumeName(i), secret: { secretName, defaultMode: 0o400 } }] : [];
}
