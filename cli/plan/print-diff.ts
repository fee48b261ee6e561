import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import type { Output } from '../output/output.js';
import { yamlOf } from '../output/yaml.js';
import { compareObject, placeOf } from './compare-objects.js';
import { hunks, lineDiff } from './line-diff.js';
import type { Lookup } from './observed-objects.js';

export interface DiffCounts {
  create: number;
  change: number;
  same: number;
}

/** Prints what differs, object by object, and counts. */
export async function printDiff(out: Output, objects: Iterable<KubernetesObject>, lookup: Lookup): Promise<DiffCounts> {
  const counts: DiffCounts = { create: 0, change: 0, same: 0 };
  const { paint } = out.terminal;
  for (const planned of objects) {
    const comparison = compareObject(planned, await lookup(planned));
    counts[comparison.type] += 1;
    if (comparison.type === 'create') out.line(paint('green', `+ ${placeOf(planned)}`));
    if (comparison.type === 'change') {
      out.line(paint('yellow', `~ ${placeOf(planned)}`));
      await out.write(changedLines(comparison.before, planned, out));
    }
  }
  return counts;
}

function changedLines(before: KubernetesObject, planned: KubernetesObject, { terminal: { paint } }: Output): string {
  const lines = (object: KubernetesObject) => yamlOf(sorted(object)).trimEnd().split('\n');
  const styles = { '+': 'green', '-': 'red', ' ': 'dim' } as const;
  return hunks(lineDiff(lines(before), lines(planned)))
    .map(({ mark, text }) => `${paint(styles[mark], `    ${mark} ${text}`)}\n`)
    .join('');
}

/** Fields by name, so that only their values make a difference. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([field, child]) => [field, sorted(child)]));
}
