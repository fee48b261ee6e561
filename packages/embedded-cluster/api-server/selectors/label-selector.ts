import { labelValueErrors, qualifiedNameErrors } from '../../../kubernetes-conventions/metadata/names.js';
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

/** Splits at commas that are not inside parentheses. One pass: a selector may be as long as a URL. */
function splitRequirements(selector: string): string[] {
  if (selector.trim() === '') return [];
  const parts: string[] = [];
  let isInside = false;
  let start = 0;
  for (let at = 0; at < selector.length; at++) {
    if (selector[at] === '(') isInside = true;
    else if (selector[at] === ')') isInside = false;
    else if (selector[at] === ',' && !isInside) {
      parts.push(selector.slice(start, at).trim());
      start = at + 1;
    }
  }
  return [...parts, selector.slice(start).trim()];
}

/** @throws ApiError 400 for what can be no label. @source k8s.io/apimachinery: pkg/labels, NewRequirement */
function checkLabel(key: string, values: readonly string[] = []): void {
  const keyErrors = qualifiedNameErrors(key);
  if (keyErrors.length > 0) throw unparsable(`key: Invalid value: ${JSON.stringify(key)}: ${keyErrors.join('; ')}`);
  for (const [index, value] of values.entries()) {
    const errors = labelValueErrors(value);
    const place = `values[${index}][${key}]`;
    if (errors.length > 0) throw unparsable(`${place}: Invalid value: ${JSON.stringify(value)}: ${errors.join('; ')}`);
  }
}

const unparsable = (why: string) => badRequest(`unable to parse requirement: ${why}`);

function requirement(text: string): (labels: Labels) => boolean {
  return equals(text) ?? isMember(text) ?? compares(text) ?? exists(text) ?? unreadable(text);
}

function unreadable(text: string): never {
  throw unparsable(`found '${text}', expected: ',' or 'end of string'`);
}

function equals(text: string): ((labels: Labels) => boolean) | undefined {
  const [, key = '', operator, value = ''] = equality.exec(text) ?? [];
  if (operator === undefined) return undefined;
  checkLabel(key, [value]);
  return operator === '!=' ? (labels) => labels[key] !== value : (labels) => labels[key] === value;
}

function isMember(text: string): ((labels: Labels) => boolean) | undefined {
  const [, key = '', operator, list = ''] = membership.exec(text) ?? [];
  if (operator === undefined) return undefined;
  const values = new Set(list.split(',').map((value) => value.trim()));
  checkLabel(key, [...values]);
  const within = (labels: Labels) => Object.hasOwn(labels, key) && values.has(labels[key] ?? '');
  return operator === 'in' ? within : (labels) => !within(labels);
}

function compares(text: string): ((labels: Labels) => boolean) | undefined {
  const [, key = '', operator, bound] = comparison.exec(text) ?? [];
  if (operator === undefined) return undefined;
  checkLabel(key);
  const sign = operator === '>' ? 1 : -1;
  return (labels) => Object.hasOwn(labels, key) && sign * (Number(labels[key]) - Number(bound)) > 0;
}

function exists(text: string): ((labels: Labels) => boolean) | undefined {
  const [, negation, key] = existence.exec(text) ?? [];
  if (key === undefined) return undefined;
  checkLabel(key);
  return negation ? (labels) => !Object.hasOwn(labels, key) : (labels) => Object.hasOwn(labels, key);
}
