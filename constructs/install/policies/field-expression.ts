import type { PolicedField, Step } from './policed-fields.js';

/** CEL that holds when every value of a field, however deep in lists and where there is one at all, passes `judge`. */
export function forEachValue({ steps }: PolicedField, judge: (value: string) => string): string {
  return descend('object', steps, 0, judge);
}

function descend(
  place: string,
  [step, ...rest]: readonly Step[],
  depth: number,
  judge: (value: string) => string,
): string {
  if (step === undefined) return judge(place);
  if (step === '[]') {
    const item = `item${depth}`;
    return `${place}.all(${item}, ${descend(item, rest, depth + 1, judge)})`;
  }
  const next = `${place}.${step.property}`;
  const below = descend(next, rest, depth, judge);
  return step.isRequired ? below : `(!has(${next}) || ${below})`;
}
