import { agentBuilds, agents, batches, batchRuns, type Resource } from '../api/kinds/resource.js';

/** One of the kinds that people start, watch and look up. */
export interface Kind {
  readonly resource: Resource;
  /** Also how its names are written, as in `batchrun/x`. */
  readonly singular: string;
  readonly short: string;
  /** A `service` stays up: it is not started, and does not finish. A `build` is started by its spec, and finishes. */
  readonly role: 'template' | 'run' | 'service' | 'build';
}

const { plural: _p, kind: _k, ...kubetask } = batches;

export const batch: Kind = { resource: batches, singular: 'batch', short: 'kbatch', role: 'template' };
export const batchRun: Kind = { resource: batchRuns, singular: 'batchrun', short: 'kbr', role: 'run' };
export const task: Kind = {
  resource: { ...kubetask, plural: 'tasks', kind: 'Task' },
  singular: 'task',
  short: 'ktask',
  role: 'template',
};
export const taskRun: Kind = {
  resource: { ...kubetask, plural: 'taskruns', kind: 'TaskRun' },
  singular: 'taskrun',
  short: 'ktr',
  role: 'run',
};

export const agent: Kind = { resource: agents, singular: 'agent', short: 'kag', role: 'service' };

export const agentBuild: Kind = { resource: agentBuilds, singular: 'agentbuild', short: 'kab', role: 'build' };

export const runKinds: readonly Kind[] = [batchRun, taskRun];
export const templateKinds: readonly Kind[] = [task, batch];
export const allKinds: readonly Kind[] = [...templateKinds, ...runKinds, agent, agentBuild];
/** The kinds that have a phase, and finish. */
export const finishingKinds: readonly Kind[] = [...runKinds, agentBuild];

/** The kind of a template's runs. */
export const runKindOf = (template: Kind): Kind => (template === batch ? batchRun : taskRun);

/** Singular, plural, short name or kind, in any case, with or without its group; undefined for anything else. */
export function kindNamed(word: string): Kind | undefined {
  const bare = word.toLowerCase().replace(/(\.v1alpha1)?\.kubetask\.io$|(\.v1)?\.beeai\.dev$/, '');
  return allKinds.find(({ resource, singular, short }) => [singular, resource.plural, short].includes(bare));
}

/** `taskruns.kubetask.io`: Tekton owns the bare word. */
export const qualified = ({ resource: { plural, group } }: Kind): string => (group ? `${plural}.${group}` : plural);

/** `taskrun.kubetask.io/x`, as kubectl prints names. */
export const qualifiedName = ({ singular, resource: { group } }: Kind, name: string): string =>
  `${singular}.${group}/${name}`;
