import { crds } from '../../api/generated/crds.js';
import { totalTokens } from '../../api/status/stored-result.js';
import { oneLine } from '../../packages/kubernetes-conventions/sentence.js';
import { isJsonObject, type JSONSchemaProps } from '../../packages/structural-schema/json-schema-props.js';
import { validateValue } from '../../packages/structural-schema/validate-value.js';
import { hasSecretQuery } from '../../plan/text/git-url.js';

/** What of a field is kept, and what is not, as `name, which is …`. */
export interface CheckedField {
  /** Undefined if nothing is kept. */
  readonly value?: unknown;
  readonly problems: readonly string[];
}

/** Whether a field of an agent's result is valid in a status. Never throws, and never repeats a rejected text. */
export function checkField(name: string, value: unknown): CheckedField {
  if (name === 'tokens') return checkTokens(value);
  return checkPlain(name, resultFields[name] ?? {}, tidied(name, value));
}

function checkPlain(name: string, schema: JSONSchemaProps, value: unknown): CheckedField {
  const isInvalid = validateValue(schema, value, '').length > 0;
  const problem = isInvalid ? shapeProblem(schema, value) : problems[name]?.(value);
  if (problem) return { problems: [`${name}, which ${problem}`] };
  return { value: typeof value === 'string' ? oneLine(value, schema.maxLength) : value, problems: [] };
}

/** A plain number is the total. Of an object, what is valid is kept. */
function checkTokens(value: unknown): CheckedField {
  const { properties = {} } = resultFields['tokens'] ?? {};
  if (!isJsonObject(value)) {
    const { value: total, problems } = checkPlain('tokens', properties['total'] ?? {}, value);
    return total === undefined ? { problems } : { value: { total }, problems };
  }
  const given = Object.keys(properties).filter((part) => Object.hasOwn(value, part) && value[part] !== null);
  const parts = given.map((part) => ({
    part,
    ...checkPlain(`tokens.${part}`, properties[part] ?? {}, value[part]),
  }));
  const kept = Object.fromEntries(parts.flatMap(({ part, value }) => (value === undefined ? [] : [[part, value]])));
  const total = totalTokens({ tokens: kept });
  const all = Number.isSafeInteger(total) ? { ...kept, total } : kept;
  const problems = parts.flatMap((part) => part.problems);
  return Object.keys(all).length === 0 ? { problems } : { value: all, problems };
}

/** Sentences are cut, seconds are whole, and of `claims` only names of fields count. */
function tidied(name: string, value: unknown): unknown {
  if ((name === 'summary' || name === 'error') && typeof value === 'string')
    return oneLine(value, resultFields[name]?.maxLength);
  if ((name === 'durationSeconds' || name === 'retryAfter') && typeof value === 'number') return Math.ceil(value);
  if (name === 'claims' && Array.isArray(value))
    return [...new Set(value)].filter((claim) => typeof claim === 'string' && Object.hasOwn(resultFields, claim));
  return value;
}

function shapeProblem({ type, maxLength }: JSONSchemaProps, value: unknown): string {
  if (type === 'array') return 'is not a list of names';
  if (type === 'string') return typeof value === 'string' ? `is longer than ${maxLength} characters` : 'is not text';
  if (typeof value !== 'number') return 'is not a number';
  return numberProblem(value) ?? 'is not a whole number';
}

const MOST_USD = 1e9;

/** Beyond 2^53 a JSON number is no longer the one that was written, and beyond 2^63 no API server takes it. */
function numberProblem(value: unknown, most = Number.MAX_SAFE_INTEGER): string | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value)) return 'is not finite';
  if (value < 0) return 'is negative';
  return value > most ? `is more than ${most}` : undefined;
}

const countProblem = (value: unknown): string | undefined => numberProblem(value);

const problems: Readonly<Record<string, (value: unknown) => string | undefined>> = {
  costUsd: (value) => numberProblem(value, MOST_USD),
  tokens: countProblem,
  'tokens.input': countProblem,
  'tokens.output': countProblem,
  'tokens.cached': countProblem,
  'tokens.total': countProblem,
  turns: countProblem,
  durationSeconds: countProblem,
  retryAfter: countProblem,
  pr: (value) => linkProblem(String(value)),
  branch: (value) => (noBranch.test(String(value)) ? 'is not a branch name' : undefined),
  commit: (value) => (noWord.test(String(value)) ? 'is not a commit' : undefined),
};

/** Characters that no single word contains: blanks, control and invisible characters, lone surrogates. */
const noWord = /[\s\p{C}]/u;

/** Source: https://git-scm.com/docs/git-check-ref-format */
const noBranch = /[\s\p{C}~^:?*[\\]|\.\.|@\{|\/\/|^[-/.]|[/.]$|\/\.|\.lock(\/|$)/u;

function linkProblem(link: string): string | undefined {
  if (noWord.test(link) || !URL.canParse(link)) return 'is not a URL';
  const { protocol, username, password, search, hash } = new URL(link);
  if (protocol !== 'https:' && protocol !== 'http:') return 'is not an http or https URL';
  return username || password || hasSecretQuery(search + hash) ? 'holds credentials' : undefined;
}

/** The result's fields as the CRD declares them, so that what is kept is what the API server takes. */
export const resultFields: Readonly<Record<string, JSONSchemaProps>> = readFields();

function readFields(): Readonly<Record<string, JSONSchemaProps>> {
  const [version] = crds.BatchRun.spec.versions;
  const schema: JSONSchemaProps | undefined = version?.schema.openAPIV3Schema;
  return schema?.properties?.['status']?.properties?.['tasks']?.items?.properties?.['result']?.properties ?? {};
}
