import type { AgentBuild } from '../../../api/generated/kinds.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { tokenReference } from '../../../plan/agent-build/git-token.js';
import { isBuild } from '../object-kinds.js';

/** The problems that prevent builds from finishing on one machine, a line each; may be empty. */
export function buildProblems(objects: readonly KubernetesObject[], paths: readonly string[]): string[] {
  const builds = objects.filter(isBuild);
  return [...otherBuilders(builds), ...lostSecrets(builds, objects, paths)];
}

/** Their programs are not on most machines, and have no stand-in. */
const otherBuilders = (builds: readonly AgentBuild[]): string[] =>
  builds
    .filter(({ spec: { builder = 'kaniko' } }) => builder !== 'kaniko')
    .map(
      ({ metadata: { name }, spec: { builder } }) =>
        `AgentBuild ${name}: cannot build with ${builder} locally: only the kaniko stand-in is available; remove spec.builder`,
    );

/** This cluster is new: a Secret that is in no file does not exist, and the build would wait for it. */
function lostSecrets(builds: readonly AgentBuild[], objects: readonly KubernetesObject[], paths: readonly string[]) {
  const placesOf = ({ metadata: { name, namespace = '' } }: KubernetesObject) => `${namespace}/${name}`;
  const secrets = new Set(objects.filter(({ kind }) => kind === 'Secret').map(placesOf));
  return builds.flatMap(({ metadata: { name, namespace = '' }, spec }) =>
    secretsOf(spec)
      .filter((secret) => !secrets.has(`${namespace}/${secret}`))
      .map((secret) => `AgentBuild ${name}: Secret ${secret} is not in ${paths.join(', ')}; add its file with -f`),
  );
}

function secretsOf(spec: AgentBuild['spec']): string[] {
  const token = tokenReference(spec);
  return [...(token && !token.optional ? [token.name] : []), ...(spec.pushSecret ? [spec.pushSecret.name] : [])];
}
