import type { AgentBuild, AgentBuildStatus } from '../../api/generated/kinds.js';
import { paced } from '../../packages/kubernetes-client/cache/paced.js';
import { systemClock } from '../../packages/work-queue/clock.js';
import type { InformerContext } from '../caches/shared-informers.js';
import { EventRecorder } from '../engine/event-recorder.js';
import { type Controller, createController } from '../engine/reconcile/controller.js';
import { buildEvents } from './build/build-events.js';
import { agentNameOf, buildLabelKey, type Informers, ofTekton } from './informers.js';
import type { ObservedAgentBuild } from './observed.js';
import { explain, reconcile } from './reconcile.js';
import { wakeUps } from './wake-ups.js';

/** Minimum time between two passes over an AgentBuild. The first change starts a pass immediately. */
const PACE_SECONDS = 1;

/** Binds the pure `reconcile` to what the informers hold. */
export function agentBuildController(informers: Informers, context: InformerContext): Controller {
  const { clock = systemClock } = context;
  const recorder = new EventRecorder({ ...context, component: 'kubetask' });
  return createController<ObservedAgentBuild, AgentBuildStatus>({
    ...context,
    name: 'agent-build',
    sources: [paced(wakeUps(informers), PACE_SECONDS, clock)],
    parents: informers.agentBuilds.store,
    kinds: { ServiceAccount: 'apply', Pipeline: 'apply', PipelineRun: 'createOnly', Agent: 'apply' },
    observe: (build) => observe(build, informers),
    reconcile,
    explain,
    report: ({ parent }, status) => {
      for (const event of buildEvents(parent.status, status)) recorder.record(parent, event);
    },
  });
}

function observe(build: AgentBuild, informers: Informers): ObservedAgentBuild {
  const { namespace = '', name } = build.metadata;
  const { agents, buildAccounts, pipelines, pipelineRuns, tektonTaskRuns, buildPods, warnings } = informers;
  const label = buildLabelKey(build);
  const pods = buildPods.store.list('byBuild', label);
  const account = buildAccounts.store.get(namespace, name);
  const pipeline = pipelines.store.get(namespace, name);
  const agent = agents.store.get(namespace, agentNameOf(build));
  return {
    parent: build,
    children: [account, pipeline, ...pipelineRuns.store.list('byBuild', label), agent].filter(
      (one) => one !== undefined,
    ),
    taskRuns: tektonTaskRuns.store.list('byBuild', label),
    taskRunsKnownUntil: tektonTaskRuns.knownUntil,
    pods,
    warnings: pods.flatMap(({ metadata: { uid = '' } }) => warnings.store.list('byInvolvedUid', uid)),
    absentKinds: absentKinds(informers),
  };
}

const absentKinds = (informers: Informers): string[] =>
  ofTekton(informers)
    .filter(({ isServed }) => isServed === false)
    .map(({ resource }) => resource);
