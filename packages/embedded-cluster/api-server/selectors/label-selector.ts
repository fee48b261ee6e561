import { badRequest } from '../status-errors.js';

type Labels = Readonly<Record<string, string>>;
export type LabelPredicate = (labels: Labels | undefined) => boolean;

const equality = /^([^\s!=<>,()]+)\s*(==|=|!=)\s*([^\s!=<>,()]*)$/;
const membership = /^([^\s!=<>,()]+)\s+(in|notin)\s*\(([^()]*)\)$/;
const comparison = /^([^\s!=<>,()]+)\s*([<>])\s*(-?\d+)$/;
const existence = /^(!?)\s*([^\s!=<>,()]+)$/;

/**
 * Whether labels satisfy a selector in the whole label query language:
 * `a=b,c!=d,e in (x,y),f notin (z),g,!h,i>3`. Empty selects everything.
 *
 * @throws ApiError 400 when a part cannot be read.
 */
export function labelSelector(selector: string): LabelPredicate {
  const requirements = splitRequirements(selector).map(requirement);
  return (labels = {}) => requirements.every((holds) => holds(labels));
}

/** Splits at commas that are not inside parentheses. */
function splitRequirements(selector: string): string[] {
  if (selector.trim() === '') return [];
  return selector.split(/,(?![^()]*\))/).map((part) => part.trim());
}

function requirement(text: string): (labels: Labels) => boolean {
  return equals(text) ?? isMember(text) ?? compares(text) ?? exists(text) ?? unreadable(text);
}

function unreadable(text: string): never {
  throw badRequest(`unable to parse requirement: found '${text}', expected: ',' or 'end of string'`);
}

function equals(text: string): ((labels: Labels) => boolean) | undefined {
  const [, key = '', operator, value = ''] = equality.exec(text) ?? [];
  if (operator === undefined) return undefined;
  return operator === '!=' ? (labels) => labels[key] !== value : (labels) => labels[key] === value;
}

function isMember(text: string): ((labels: Labels) => boolean) | undefined {
  const [, key = '', operator, list = ''] = membership.exec(text) ?? [];
  if (operator === undefined) return undefined;
  const values = new Set(list.split(',').map((value) => value.trim()));
  const within = (labels: Labels) => Object.hasOwn(labels, key) && values.has(labels[key] ?? '');
  return operator === 'in' ? within : (labels) => !within(labels);
}

function compares(text: string): ((labels: Labels) => boolean) | undefined {
  const [, key = '', operator, bound] = comparison.exec(text) ?? [];
  if (operator === undefined) return undefined;
  const sign = operator === '>' ? 1 : -1;
  return (labels) => Object.hasOwn(labels, key) && sign * (Number(labels[key]) - Number(bound)) > 0;
}

function exists(text: string): ((labels: Labels) => boolean) | undefined {
  const [, negation, key] = existence.exec(text) ?? [];
  if (key === undefined) return undefined;
  return negation ? (labels) => !Object.hasOwn(labels, key) : (labels) => Object.hasOwn(labels, key);
}
