import type { Kind } from '../../api/kinds/kind.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { parseTarget, type Target } from '../args/target.js';
import { instead, type Verb } from '../errors/instead.js';
import { notFound } from '../errors/not-found.js';
import { UserError } from '../errors/user-error.js';
import { allKinds, finishingKinds, runKindOf, runKinds } from '../kinds.js';
import type { Run } from '../run/run-state.js';
import type { Cluster } from './cluster.js';
import { isClusterError } from './cluster-error.js';
import { newestRun } from './newest-run.js';
import { ofReadableKinds } from './readable-kinds.js';

export interface Resolved<T extends KubernetesObject = KubernetesObject> {
  readonly kind: Kind;
  readonly object: T;
}

/**
 * The object a person named. A bare name may be of any of `kinds`, as long as only one of them has it; `@latest` is the
 * newest run.
 *
 * @throws UserError when it is of another kind, unknown (with the nearest names) or ambiguous
 */
export async function resolveObject(
  cluster: Cluster,
  text: string,
  kinds: readonly Kind[],
  verb: Verb = 'get',
): Promise<Resolved> {
  const target = parseTarget(text);
  if (target.kind && !kinds.includes(target.kind)) throw wrongKind(verb, target.kind, target.name, kinds);
  const candidates = target.kind ? [target.kind] : kinds;
  if (target.name === undefined)
    return resolveLatest(
      cluster,
      candidates.filter(({ role }) => role === 'run'),
    );
  return resolveName(cluster, target, target.name, candidates, verb);
}

/** The run a person named; a template stands for its newest run. @throws UserError as `resolveObject` does */
export async function resolveRun(cluster: Cluster, text: string, verb: Verb): Promise<Resolved<Run>> {
  return (await resolveRunOf(cluster, text, runKinds, verb)) as Resolved<Run>;
}

/** The same, where an AgentBuild will do as well, or one of `more` kinds. */
export const resolveFollowed = (cluster: Cluster, text: string, more: readonly Kind[], verb: Verb): Promise<Resolved> =>
  resolveRunOf(cluster, text, [...finishingKinds, ...more], verb);

async function resolveRunOf(cluster: Cluster, text: string, kinds: readonly Kind[], verb: Verb): Promise<Resolved> {
  const { kind, name } = parseTarget(text);
  if (kind?.role === 'template' && name !== undefined) {
    return resolveLatest(cluster, [runKindOf(kind)], `${kind.singular}/${name}`);
  }
  return resolveObject(cluster, text, kinds, verb);
}

async function resolveName(
  cluster: Cluster,
  target: Target,
  name: string,
  kinds: readonly Kind[],
  verb: Verb,
): Promise<Resolved> {
  const { answers } = await ofReadableKinds(cluster, kinds, async (kind) => ({
    kind,
    object: await cluster.find(kind.resource, name, cluster.namespace).catch(unlessOptional(kind, target)),
  }));
  const found = answers.flatMap(({ kind, object }) => (object ? [{ kind, object }] : []));
  const [first, second] = found;
  if (!first) throw (await ofOtherKind(cluster, target, name, kinds, verb)) ?? (await notFound(cluster, target, kinds));
  if (!second) return first;
  const names = found.map(({ kind }) => `${kind.singular}/${name}`);
  throw new UserError(`Cannot choose ${name}: ${names.join(' and ')} exist; use one of these names`);
}

const isAboutRuns = (role: Kind['role']): boolean => role === 'run' || role === 'template';

/** Who may look at runs need not be allowed to look at agents and builds, unless it is one of these that is asked for. */
const unlessOptional =
  ({ role }: Kind, target: Target) =>
  (error: unknown): undefined => {
    if (isAboutRuns(role) || target.kind || !isClusterError(error, 'Forbidden')) throw error;
  };

async function resolveLatest(cluster: Cluster, kinds: readonly Kind[], template?: string): Promise<Resolved<Run>> {
  const found = await newestRun(cluster, kinds, template);
  if (!found) {
    const whose = template ? ` of ${template}` : '';
    throw new UserError(`Cannot find the newest run${whose}: there are no runs in namespace ${cluster.namespace}`, [
      `kubectl task start ${template ?? '<task>'} starts one`,
    ]);
  }
  return { kind: found.kind, object: await cluster.get<Run>(found.kind.resource, found.name) };
}

/** The error for a bare name that only another kind has; undefined when none has it, or when we may not know. */
async function ofOtherKind(
  cluster: Cluster,
  target: Target,
  name: string,
  kinds: readonly Kind[],
  verb: Verb,
): Promise<UserError | undefined> {
  if (target.kind) return undefined;
  const rest = allKinds.filter((kind) => !kinds.includes(kind) && !isTemplateOf(kinds, kind));
  const look = ({ resource }: Kind) => cluster.find(resource, name, cluster.namespace).catch(() => undefined);
  const found = await Promise.all(rest.map(look));
  const kind = rest.find((_, at) => found[at] !== undefined);
  return kind && wrongKind(verb, kind, name, kinds);
}

/** A template is the name of its newest run only where its kind is written. */
const isTemplateOf = (kinds: readonly Kind[], kind: Kind): boolean =>
  kind.role === 'template' && kinds.includes(runKindOf(kind));

function wrongKind(verb: Verb, kind: Kind, name: string | undefined, kinds: readonly Kind[]): UserError {
  const text = `${kind.singular}/${name ?? '@latest'}`;
  const wanted = kinds.map(({ singular }) => singular).join(' or ');
  const article = kind.singular.startsWith('a') ? 'an' : 'a';
  const hint = instead(verb, kind, name ?? '<name>');
  return new UserError(
    `Cannot ${verb} ${text}: it is ${article} ${kind.singular}; name a ${wanted}`,
    hint ? [hint] : [],
  );
}
