import type { Identified } from '../../packages/kubernetes-conventions/object-key.js';
import type { TaskStatus } from '../generated/kinds.js';

/** A ConfigMap that keeps outcomes of a run, its data read; any other ConfigMap has no `outcomes`. */
export interface StoredOutcomes extends Identified {
  /** By task index. */
  readonly outcomes?: ReadonlyMap<number, TaskStatus>;
}

/** What a ConfigMap keeps of these entries: the JSON of each under its index. */
export const outcomeData = (entries: readonly TaskStatus[]): Record<string, string> =>
  Object.fromEntries(entries.map((entry) => [String(entry.index), JSON.stringify(entry)]));

/** The inverse: entries by index. Never throws; what is no entry, or does not stand under its index, is skipped. */
export function parseOutcomes(data: Readonly<Record<string, string>> = {}): Map<number, TaskStatus> {
  const entries = Object.entries(data).flatMap(([key, text]) => {
    const entry = parseEntry(text);
    return entry && key === String(entry.index) ? [entry] : [];
  });
  return new Map(entries.map((entry) => [entry.index, entry]));
}

function parseEntry(text: string): TaskStatus | undefined {
  try {
    const entry: Partial<TaskStatus> | null = JSON.parse(text);
    return typeof entry?.index === 'number' && entry.phase && entry.jobName ? (entry as TaskStatus) : undefined;
  } catch {
    return undefined;
  }
}
