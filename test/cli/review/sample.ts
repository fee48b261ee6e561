import type { Batch, BatchRun, WorkspaceConfig } from '../../../api/generated/kinds.js';
import { sideOfManifests } from '../../../cli/review/side-of-manifests.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import type { PlanReview } from '../../../plan/review/plan-review.js';
import { reviewPlan } from '../../../plan/review/review-plan.js';
import { sideOf } from '../../../plan/review/side.js';
import { makeBatch, makeBatchRun } from '../sample.js';

type Contexts = NonNullable<Batch['spec']['commonContext']>;

export const prompt = (inline: string): Contexts[number] => ({
  type: 'File',
  file: { filePath: '/workspace/task.md', source: { inline } },
});

export const repository = (repo: string, branch = 'main'): Contexts[number] => ({
  type: 'Repository',
  repository: { org: 'myorg', repo, branch },
});

/** What a case changes of a Batch with a run. */
export interface CaseSpec {
  /** Tasks with names. */
  readonly repos?: readonly string[];
  /** Tasks by place. */
  readonly places?: readonly string[];
  readonly batch?: Partial<Batch['spec']>;
  /** Undefined for a Batch without a run. */
  readonly run?: Partial<BatchRun['spec']> | null;
  readonly runName?: string;
  readonly annotations?: Record<string, string>;
  readonly workspace?: WorkspaceConfig['spec'];
}

/** A Batch of two named tasks with a synthesized run. */
export function campaign({ repos = ['a', 'b'], places, batch, run, runName = 'deps-1', workspace }: CaseSpec = {}) {
  const tasks = places
    ? { variableContexts: places.map((repo) => [repository(repo)]) }
    : { tasks: repos.map((repo) => ({ contexts: [repository(repo)] })) };
  const objects: KubernetesObject[] = [
    {
      apiVersion: 'kubetask.io/v1alpha1',
      kind: 'WorkspaceConfig',
      metadata: { name: 'default', namespace: 'team' },
      spec: workspace ?? {},
    } as WorkspaceConfig,
    makeBatch({ commonContext: [prompt('Update.\n')], ...tasks, ...batch }),
  ];
  const spec = { batchRef: 'deps', jobs: 'synthesized' as const, ...run };
  return run === null ? objects : [...objects, makeBatchRun({ metadata: { name: runName, namespace: 'team' }, spec })];
}

export const review = (before: readonly KubernetesObject[], after: readonly KubernetesObject[]): PlanReview =>
  reviewPlan({
    base: { type: 'Git', name: 'origin/main', commit: '0123456789abcdef' },
    before: sideOf(sideOfManifests(before)),
    after: sideOf(sideOfManifests(after)),
  });

/** What becomes of the tasks of all runs, as `Rerun myorg-a`. */
export const outcomesOf = ({ runs }: PlanReview): string[] =>
  runs.flatMap(({ tasks }) => tasks.map(({ outcome, name }) => `${outcome} ${name}`));

/** The causes of all runs, as `2x Image agent: a -> b`. */
export const causesOf = ({ runs }: PlanReview): string[] =>
  runs.flatMap(({ causes }) =>
    causes.map(({ tasks, type, subject, before, after, text }) =>
      [
        `${tasks}x ${type}`,
        ...(subject === '' ? [] : [subject]),
        ...(before === undefined && after === undefined ? [] : [`${before ?? ''} -> ${after ?? ''}`]),
        ...(text?.lines ?? []),
      ].join(' '),
    ),
  );
