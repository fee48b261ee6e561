import { ageText, durationText } from '../output/age-text.js';
import { phaseStyle } from '../output/phase-style.js';
import type { Column } from '../output/table.js';
import { type Creation, creationOf } from './creation-order.js';
import { type Followed, isBatchRun, isBuild, nameOf, type RunState, runState, templateOf } from './run-state.js';

/** What a list keeps of a run: its spec may be large, this is not. */
export interface RunRow extends RunState, Creation {
  readonly namespace: string;
  /** `batchrun/x`. */
  readonly name: string;
  /** `batch/x`, or empty. */
  readonly template: string;
  readonly failed: number;
}

export function runRow(run: Followed): RunRow {
  const { namespace = '' } = run.metadata;
  return {
    ...runState(run),
    namespace,
    name: nameOf(run),
    template: templateOf(run),
    ...creationOf(run.metadata),
    failed: failedOf(run),
  };
}

/** Tasks of a BatchRun, steps of a TaskRun. */
function failedOf(run: Followed): number {
  if (isBatchRun(run)) return run.status?.progress?.failed ?? 0;
  return isBuild(run) ? 0 : (run.status?.steps ?? []).filter(({ phase }) => phase === 'Failed').length;
}

export interface RunColumnOptions {
  readonly isWide: boolean;
  readonly hasNamespace: boolean;
}

export function runColumns({ isWide, hasNamespace }: RunColumnOptions, now: number): Column<RunRow>[] {
  const namespace: Column<RunRow> = { title: 'NAMESPACE', text: (row) => row.namespace };
  const wide: Column<RunRow>[] = [
    { title: 'FAILED', text: (row) => String(row.failed), style: (row) => (row.failed > 0 ? 'red' : undefined) },
    { title: 'REASON', text: (row) => row.reason },
  ];
  return [
    ...(hasNamespace ? [namespace] : []),
    { title: 'NAME', text: (row) => row.name },
    { title: 'OF', text: (row) => row.template },
    { title: 'PHASE', text: (row) => row.phase, style: (row) => phaseStyle(row.phase) },
    { title: 'DONE', text: (row) => (row.total > 0 ? `${row.done}/${row.total}` : '') },
    { title: 'TOOK', text: (row) => durationText(row, now) },
    { title: 'AGE', text: (row) => ageText(row.created, now) },
    ...(isWide ? wide : []),
  ];
}
