import type { AgentBuild, BuildRecord } from '../../api/generated/kinds.js';
import { type Counted, type IsLeader, whileLeading } from '../observability/counted.js';
import type { Meters } from '../observability/meters.js';
import { phaseGauge } from '../observability/phase-gauge.js';
import { isFinished } from './build-state.js';

/** Half a minute to three hours. */
const buildBuckets = [30, 60, 120, 180, 300, 600, 900, 1200, 1800, 3600, 7200, 10800];

/** What the AgentBuilds of this cluster come to. Labels end at the namespace; a build's name is none. */
export function agentBuildMetrics(
  meters: Meters,
  { agentBuilds }: { readonly agentBuilds: Counted<AgentBuild> },
  isLeader: IsLeader,
): void {
  phaseGauge(meters, { name: 'kubetask_agentbuilds', kinds: 'AgentBuilds' }, agentBuilds, isLeader);
  const count = finishedBuildCounter(meters);
  whileLeading(agentBuilds, isLeader, (before, build) => {
    for (const record of finishedBuilds(before, build)) count(build, record);
  });
}

/** The builds that ended between two statuses. A spec has one, unless it was cancelled for another. */
function finishedBuilds(before: AgentBuild, after: AgentBuild): BuildRecord[] {
  const known = new Set((before.status?.builds ?? []).filter(isFinished).map(({ hash }) => hash));
  return (after.status?.builds ?? []).filter((record) => isFinished(record) && !known.has(record.hash));
}

function finishedBuildCounter(meters: Meters): (build: AgentBuild, record: BuildRecord) => void {
  const finished = meters.counter({
    name: 'kubetask_agentbuilds_finished_total',
    help: 'Builds of AgentBuilds that ended while this replica led; reason is Completed for those that succeeded.',
    labelNames: ['namespace', 'phase', 'reason'],
  });
  const seconds = meters.histogram({
    name: 'kubetask_agentbuild_duration_seconds',
    help: 'From the start of a PipelineRun to its end, of those counted in kubetask_agentbuilds_finished_total.',
    labelNames: ['namespace', 'phase'],
    buckets: buildBuckets,
  });
  return ({ metadata }, { phase, reason = '', startTime, completionTime }) => {
    const labels = { namespace: metadata.namespace ?? '', phase };
    finished.inc({ ...labels, reason });
    const took = (Date.parse(completionTime ?? '') - Date.parse(startTime ?? '')) / 1000;
    if (took >= 0) seconds.observe(labels, took);
  };
}
