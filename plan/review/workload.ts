import type { BatchSpec, WorkspaceConfigSpec } from '../../api/generated/kinds.js';
import { LABEL_LIMIT_KEY } from '../../api/labels.js';
import { isJsonObject, type JsonObject } from '../../packages/structural-schema/json-schema-props.js';
import { quantityValue } from '../agent/quantity.js';
import { paceOf } from '../batch-run/pace.js';
import { itemsOf, type PodTemplate } from '../pod-security/pod-templates.js';
import { workspaceConfigNameOf } from '../workspace-config-name.js';
import type { Amount, Workload } from './plan-review.js';
import type { ReviewedTask } from './reviewed-task.js';
import type { Side, SideRun } from './side.js';

/** What the tasks that run ask for, if as many run at a time as may. */
export function workloadOf(tasks: readonly ReviewedTask[], run: SideRun, side: Side): Workload {
  const { maxConcurrency, shared } = paceOfRun(run, side, tasks[0]);
  const sizes = tasks.map(({ pod }) => ({ requests: sizeOf(pod, 'requests'), limits: sizeOf(pod, 'limits') }));
  const atATime = Math.min(tasks.length, maxConcurrency, shared?.limit ?? Number.POSITIVE_INFINITY);
  const isLimited = Math.min(maxConcurrency, shared?.limit ?? Number.POSITIVE_INFINITY) < Number.POSITIVE_INFINITY;
  return {
    pods: tasks.length,
    ...(isLimited ? { concurrency: atATime } : {}),
    ...(shared && {
      sharedLimit: shared.limit === undefined ? shared.limitKey : `${shared.limitKey}: ${shared.limit}`,
    }),
    requests: largest(
      sizes.map(({ requests }) => requests.amount),
      atATime,
    ),
    limits: largest(
      sizes.map(({ limits }) => limits.amount),
      atATime,
    ),
    podsWithoutRequests: sizes.filter(({ requests }) => !requests.isWhole).length,
    podsWithoutLimits: sizes.filter(({ limits }) => !limits.isWhole).length,
  };
}

interface ReviewedPace {
  readonly maxConcurrency: number;
  readonly shared?: { readonly limitKey: string; readonly limit?: number };
}

/** A TaskRun is one Pod. A limit of a WorkspaceConfig that is elsewhere is known by its label alone. */
function paceOfRun(run: SideRun, side: Side, task: ReviewedTask | undefined): ReviewedPace {
  const batchRun = side.batchRun(run);
  const spec: BatchSpec = batchRun?.spec?.batchSpec ?? side.batch(run)?.spec ?? {};
  const workspace: WorkspaceConfigSpec = side.workspace(workspaceConfigNameOf(spec), run.namespace)?.spec ?? {};
  const { maxConcurrency } = batchRun?.spec ?? {};
  const jobs = run.origin === 'Written' ? ('synthesized' as const) : ('runtime' as const);
  const pace = paceOf({
    run: { name: run.name, jobs, ...(maxConcurrency === undefined ? {} : { maxConcurrency }) },
    batch: { spec },
    workspace,
  });
  const limitKey = task?.object.metadata.labels?.[LABEL_LIMIT_KEY];
  return pace.shared || limitKey === undefined ? pace : { ...pace, shared: { limitKey } };
}

/** Sums of the `count` largest. */
function largest(amounts: readonly Amount[], count: number): Amount {
  const sum = (field: keyof Amount) =>
    amounts
      .map((amount) => amount[field])
      .sort((a, b) => b - a)
      .slice(0, count)
      .reduce((all, one) => all + one, 0);
  return { cpu: Math.round(sum('cpu') * 1000) / 1000, memory: Math.round(sum('memory')) };
}

interface PodSize {
  readonly amount: Amount;
  /** Whether each container of the work says it for both. */
  readonly isWhole: boolean;
}

/**
 * Containers at a time, or the init container that asks for most, if that is more.
 * Source: https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#resource-sharing-within-containers
 */
function sizeOf({ spec, specPath }: PodTemplate, kind: 'requests' | 'limits'): PodSize {
  const inits = itemsOf(spec, 'initContainers', specPath).map(({ container }) => container);
  const sidecars = inits.filter(({ restartPolicy }) => restartPolicy === 'Always');
  const together = [...itemsOf(spec, 'containers', specPath).map(({ container }) => container), ...sidecars];
  const others = inits.filter((container) => !sidecars.includes(container));
  const of = (field: keyof Amount) => {
    const sum = together.reduce((all, container) => all + (amountOf(container, kind, field) ?? 0), 0);
    return Math.max(sum, ...others.map((container) => amountOf(container, kind, field) ?? 0));
  };
  const isWhole = together.every((container) =>
    (['cpu', 'memory'] as const).every((field) => amountOf(container, kind, field) !== undefined),
  );
  return { amount: { cpu: of('cpu'), memory: of('memory') }, isWhole };
}

/** A container that has a limit and no request requests its limit. */
function amountOf({ resources }: JsonObject, kind: 'requests' | 'limits', field: keyof Amount): number | undefined {
  if (!isJsonObject(resources)) return undefined;
  const at = (of: 'requests' | 'limits') => (isJsonObject(resources[of]) ? resources[of][field] : undefined);
  const value = at(kind) ?? (kind === 'requests' ? at('limits') : undefined);
  return typeof value === 'string' || typeof value === 'number' ? quantityValue(value) : undefined;
}
