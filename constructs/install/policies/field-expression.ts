import type { PolicedField, Step } from './policed-fields.js';

/** CEL that holds when every value of a field, however deep in lists and where there is one at all, passes `check`. */
export function forEachValue({ steps }: PolicedField, check: (value: string) => string): string {
  return descend('object', steps, 0, check);
}

function descend(
  place: string,
  [step, ...rest]: readonly Step[],
  depth: number,
  check: (value: string) => string,
): string {
  if (step === undefined) return check(place);
  if (step === '[]') {
    const item = `item${depth}`;
    return `${place}.all(${item}, ${descend(item, rest, depth + 1, check)})`;
  }
  const next = `${place}.${step.property}`;
  const below = descend(next, rest, depth, check);
  return step.isRequired ? below : `(!has(${next}) || ${below})`;
}
