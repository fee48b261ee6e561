import { createHash } from 'node:crypto';
import type { AgentBuild } from '../../api/generated/kinds.js';
import type { LocalApi } from '../../local/local-api.js';
import {
  agentBuilds,
  fails,
  installTekton,
  pipelineRuns,
  pushes,
  reportRun,
  runs,
} from '../runtime/agent-build/fake-tekton.js';
import { namespace } from './fault-world.js';

export interface SimulatedTekton {
  /** How many PipelineRuns of one name there have ever been. */
  readonly births: ReadonlyMap<string, number>;
  stop(): void;
}

/**
 * Tekton without any work: each PipelineRun runs, and ends as its name says; one in three fails. Whatever has ended, and
 * is told in a status, is pruned.
 *
 * @param soon when to do the next step of something's life
 */
export function startSimulatedTekton(api: LocalApi, soon: (step: () => void) => void): SimulatedTekton {
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
      later(name, () => reportRun(api, name, endingOf(name)));
    });
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

function endingOf(name: string): object {
  const hash = createHash('sha256').update(name).digest('hex');
  return Number.parseInt(hash.slice(0, 4), 16) % 3 === 0
    ? fails('CouldntGetTask', 'no such task')
    : pushes(`sha256:${hash}`);
}
