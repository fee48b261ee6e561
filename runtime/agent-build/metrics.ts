import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { AgentBuild, BuildRecord } from '../../api/generated/kinds.js';
import type { Runs } from '../batch-run/metrics/metrics.js';
import { isFinished } from './build-state.js';

export interface BuildSources {
  readonly agentBuilds: Runs<AgentBuild>;
  /** Only the leader counts, or a sum over replicas would count twice. */
  readonly isLeader: () => boolean;
}

/** Half a minute to three hours. */
const buildBuckets = [30, 60, 120, 180, 300, 600, 900, 1200, 1800, 3600, 7200, 10800];

/** What the AgentBuilds of this cluster come to. Labels end at the namespace; a build's name is none. */
export function buildMetrics(registry: Registry, { agentBuilds, isLeader }: BuildSources): void {
  phaseGauge(registry, agentBuilds, isLeader);
  const count = finishedBuildCounter(registry);
  agentBuilds.onChange((delta) => {
    if (delta.type !== 'updated' || !isLeader()) return;
    for (const record of finishedBuilds(delta.previous, delta.object)) count(delta.object, record);
  });
}

function phaseGauge(registry: Registry, { store }: Runs<AgentBuild>, isLeader: () => boolean): void {
  new Gauge({
    name: 'kubetask_agentbuilds',
    help: 'AgentBuilds that exist, by phase. Only on the leader.',
    labelNames: ['namespace', 'phase'],
    registers: [registry],
    collect() {
      this.reset();
      if (!isLeader()) return;
      for (const { metadata, status } of store.all())
        this.inc({ namespace: metadata.namespace ?? '', phase: status?.phase ?? 'Pending' });
    },
  });
}

/** The builds that ended between two statuses. A spec has one, unless it was cancelled for another. */
function finishedBuilds(before: AgentBuild, after: AgentBuild): BuildRecord[] {
  const known = new Set((before.status?.builds ?? []).filter(isFinished).map(({ hash }) => hash));
  return (after.status?.builds ?? []).filter((record) => isFinished(record) && !known.has(record.hash));
}

function finishedBuildCounter(registry: Registry): (build: AgentBuild, record: BuildRecord) => void {
  const finished = new Counter({
    name: 'kubetask_agentbuilds_finished_total',
    help: 'Builds of AgentBuilds that ended while this replica led; reason is Completed for those that succeeded.',
    labelNames: ['namespace', 'phase', 'reason'],
    registers: [registry],
  });
  const seconds = new Histogram({
    name: 'kubetask_agentbuild_duration_seconds',
    help: 'From the start of a PipelineRun to its end, of those counted in kubetask_agentbuilds_finished_total.',
    labelNames: ['namespace', 'phase'],
    buckets: buildBuckets,
    registers: [registry],
  });
  return ({ metadata }, { phase, reason = '', startTime, completionTime }) => {
    const labels = { namespace: metadata.namespace ?? '', phase };
    finished.inc({ ...labels, reason });
    const took = (Date.parse(completionTime ?? '') - Date.parse(startTime ?? '')) / 1000;
    if (took >= 0) seconds.observe(labels, took);
  };
}
