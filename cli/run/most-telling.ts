import type { AnyPhase } from '../output/phase-style.js';

const urgency: readonly AnyPhase[] = ['Running', 'Failed', 'Paused', 'Pending', 'Cancelled', 'Skipped', 'Succeeded'];

interface Row {
  readonly index: number;
  readonly phase: AnyPhase;
}

/** As many rows as there is room for, running and failed ones before others; by index. */
export function mostTelling<T extends Row>(rows: readonly T[], room: number): T[] {
  const byUrgency = [...rows].sort((a, b) => urgency.indexOf(a.phase) - urgency.indexOf(b.phase) || a.index - b.index);
  return byUrgency.slice(0, room).sort((a, b) => a.index - b.index);
}
