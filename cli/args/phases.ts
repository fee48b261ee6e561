import { InvalidArgumentError } from 'commander';
import type { Phase } from '../../api/generated/kinds.js';

const phases: readonly Phase[] = ['Pending', 'Running', 'Paused', 'Succeeded', 'Failed', 'Cancelled'];

/** `running,failed`, in any case. @throws InvalidArgumentError */
export function parsePhases(text: string): Phase[] {
  return text.split(',').map((word) => {
    const phase = phases.find((known) => known.toLowerCase() === word.trim().toLowerCase());
    if (!phase) throw new InvalidArgumentError(`use one or more of ${phases.join(', ')}, separated by commas.`);
    return phase;
  });
}
