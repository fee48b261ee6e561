import type { LabelSelector } from './objects.js';

/** A label selector as lists take it: `app=api,tier in (a,b)`. Pure. */
export function selectorText({ matchLabels = {}, matchExpressions = [] }: LabelSelector): string {
  const labels = Object.entries(matchLabels).map(([key, value]) => `${key}=${value}`);
  const expressions = matchExpressions.map(({ key, operator, values = [] }) =>
    written[operator](key, values.join(',')),
  );
  return [...labels, ...expressions].join(',');
}

type Operator = NonNullable<LabelSelector['matchExpressions']>[number]['operator'];

const written: Readonly<Record<Operator, (key: string, values: string) => string>> = {
  In: (key, values) => `${key} in (${values})`,
  NotIn: (key, values) => `${key} notin (${values})`,
  Exists: (key) => key,
  DoesNotExist: (key) => `!${key}`,
};
