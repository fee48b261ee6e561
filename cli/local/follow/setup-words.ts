import type { V1Pod } from '@kubernetes/client-node';
import { setupContainers } from '../../../api/containers.js';

const words: readonly (readonly [name: string, words: string])[] = [
  [setupContainers.clone.name, 'cloning'],
  [setupContainers.fetch.name, 'fetching a context'],
  [setupContainers.command.name, 'running a context command'],
  [setupContainers.files.name, 'writing context files'],
];

/** What the init container that runs does; empty when none of ours runs. */
export function setupWords({ status }: Pick<V1Pod, 'status'>): string {
  const running = status?.initContainerStatuses?.find(({ state }) => state?.running);
  return words.find(([name]) => running?.name === name || running?.name.startsWith(`${name}-`))?.[1] ?? '';
}
