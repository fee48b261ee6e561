import type { AgentBuild, AgentBuildStatus } from '../../api/generated/kinds.js';
import type { InformerContext } from '../caches/shared-informers.js';
import { createKindController } from '../controllers/kind-controller.js';
import type { Controller } from '../engine/reconcile/controller.js';
import { buildEvents } from './build/build-events.js';
import { agentNameOf, buildLabelKey, type Informers, ofTekton } from './informers.js';
import type { ObservedAgentBuild } from './observed.js';
import { explain, reconcile } from './reconcile.js';
import { wakeUps } from './wake-ups.js';

/** Binds the pure `reconcile` to what the informers hold. */
export function agentBuildController(informers: Informers, context: InformerContext): Controller {
  return createKindController<ObservedAgentBuild, AgentBuildStatus>(
    {
      name: 'agent-build',
      logField: 'build',
      wakeUps: wakeUps(informers),
      parents: informers.agentBuilds.store,
      kinds: { ServiceAccount: 'apply', Pipeline: 'apply', PipelineRun: 'createOnly', Agent: 'apply' },
      observe: (build) => observe(build, informers),
      reconcile,
      explain,
      events: buildEvents,
    },
    context,
  );
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
