import type { Agent } from '../../api/generated/kinds.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import type { ObservedChild, ObservedPipelineRun } from './observed.js';
import { isRevoked } from './policies/superseded.js';
import { planOf, type Situation } from './situation.js';

/**
 * The children there should be. What others have under one of the names is left alone, and so is everything while the
 * AgentBuild cannot be planned. PipelineRuns stay as a record, but for one that was cancelled and is wanted again.
 *
 * @param starts whether the PipelineRun is created now
 * @param agent the one there should be; without one, that which is there stays
 */
export function desiredChildren(situation: Situation, starts: boolean, agent: Agent | undefined): KubernetesObject[] {
  const { own, runs, conflicting, contested, observed } = situation;
  const plan = planOf(situation);
  if (!plan) return [...own, ...contested];
  const hasTekton = observed.absentKinds.length === 0;
  const agents = agent ? [agent] : own.filter(({ kind }) => kind === 'Agent');
  const kept = runs.filter((run) => !isInTheWay(run, plan.pipelineRun.metadata.name));
  const wanted = [
    plan.serviceAccount,
    ...(hasTekton ? [plan.pipeline] : own.filter(({ kind }) => kind === 'Pipeline')),
    ...kept,
    ...(starts ? [plan.pipelineRun] : []),
    ...agents,
  ];
  const leftAlone = [...conflicting, ...contested];
  return [...contested, ...wanted.filter((child) => !leftAlone.some((other) => isNamesake(other, child)))];
}

const isInTheWay = (run: ObservedPipelineRun, wanted: string): boolean =>
  run.metadata.name === wanted && isRevoked(run);

const isNamesake = (other: ObservedChild, { kind, metadata }: KubernetesObject): boolean =>
  other.kind === kind && other.metadata.name === metadata.name;
