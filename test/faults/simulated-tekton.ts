import { createHash } from 'node:crypto';
import type { AgentBuild } from '../../api/generated/kinds.js';
import { timestamp } from '../../packages/kubernetes-conventions/timestamp.js';
import {
  agentBuilds,
  fails,
  failTask,
  installTekton,
  pipelineRuns,
  pushes,
  reportRun,
  runs,
} from '../runtime/agent-build/fake-tekton.js';
import { type FaultWorld, namespace } from './fault-world.js';

export interface SimulatedTekton {
  /** How often each PipelineRun was created, by name. */
  readonly births: ReadonlyMap<string, number>;
  stop(): void;
}

/**
 * Tekton without containers: each PipelineRun runs and ends; the pull step of `build-0`, `build-3` and so on fails.
 * Finished PipelineRuns that a status records are pruned.
 *
 * @param soon when an object takes its next step
 */
export function startSimulatedTekton({ api, clock }: FaultWorld, soon: (step: () => void) => void): SimulatedTekton {
  installTekton(api);
  const births = new Map<string, number>();
  let isStopped = false;
  const later = (name: string, step: () => void) =>
    soon(() => {
      if (!isStopped && api.get(pipelineRuns, namespace, name)) step();
    });
  const live = (name: string) =>
    later(name, () => {
      reportRun(api, name, runs());
      later(name, () => end(name));
    });
  const report = (name: string, status: object) =>
    reportRun(api, name, { ...status, completionTime: timestamp(clock.now()) });
  const end = (name: string) => {
    if (isLucky(name)) return report(name, pushes(`sha256:${hashOf(name)}`));
    failTask(api, name);
    later(name, () => report(name, fails('Failed', 'Tasks Completed: 1 (Failed: 1, Cancelled 0), Skipped: 2')));
  };
  const prune = ({ status }: AgentBuild) => {
    const { completionTime, pipelineRunName = '' } = status ?? {};
    if (completionTime) later(pipelineRunName, () => api.delete(pipelineRuns, namespace, pipelineRunName));
  };
  const stops = [
    api.watch(pipelineRuns, ({ type, object: { metadata } }) => {
      if (type !== 'ADDED') return;
      births.set(metadata.name, (births.get(metadata.name) ?? 0) + 1);
      live(metadata.name);
    }),
    api.watch(agentBuilds, ({ object }) => prune(object as AgentBuild)),
  ];
  return {
    births,
    stop: () => {
      isStopped = true;
      for (const stop of stops) stop();
    },
  };
}

const hashOf = (name: string): string => createHash('sha256').update(name).digest('hex');

const isLucky = (name: string): boolean => Number(/-(\d+)-/.exec(name)?.[1]) % 3 > 0;
