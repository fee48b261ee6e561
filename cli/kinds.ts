import { batch } from '../api/kinds/batch.js';
import { batchRun } from '../api/kinds/batch-run.js';
import type { Kind, Role } from '../api/kinds/kind.js';
import { ownKinds } from '../api/kinds/own-kinds.js';
import { taskRun } from '../api/kinds/task-run.js';
import { workspaceConfig } from '../api/kinds/workspace-config.js';

const inRole = (wanted: Role): readonly Kind[] => ownKinds.filter(({ role }) => role === wanted);

export const runKinds = inRole('run');
export const templateKinds = inRole('template');
/** The kinds that people start, watch and look up. */
export const allKinds: readonly Kind[] = [...templateKinds, ...runKinds, ...inRole('service'), ...inRole('build')];
/** The kinds that have a phase, and finish. */
export const finishingKinds: readonly Kind[] = [...runKinds, ...inRole('build')];

/** The kinds that `delete` takes: a template is not one of its runs, and stays. */
export const deletableKinds: readonly Kind[] = [...finishingKinds, ...inRole('service')];

/** The kind of a template's runs. */
export const runKindOf = (template: Kind): Kind => (template === batch ? batchRun : taskRun);

/** Singular, plural, short name or kind, in any case, with or without its group; undefined for anything else. */
export function kindNamed(word: string): Kind | undefined {
  const bare = word.toLowerCase().replace(/(\.v1alpha1)?\.kubetask\.io$|(\.v1)?\.beeai\.dev$/, '');
  return allKinds.find(({ resource, singular, short }) => [singular, resource.plural, short].includes(bare));
}

/** How kubectl reads a kind that our commands do not show, such as a WorkspaceConfig. */
export function kubectlGet(word: string): string {
  const ours = [workspaceConfig.singular, workspaceConfig.resource.plural, workspaceConfig.short];
  return `kubectl get ${ours.includes(word.toLowerCase()) ? qualified(workspaceConfig) : word}`;
}

/** `taskruns.kubetask.io`: Tekton owns the bare word. */
export const qualified = ({ resource: { plural, group } }: Kind): string => (group ? `${plural}.${group}` : plural);

/** `taskrun.kubetask.io/x`, as kubectl prints names. */
export const qualifiedName = ({ singular, resource: { group } }: Kind, name: string): string =>
  `${singular}.${group}/${name}`;
