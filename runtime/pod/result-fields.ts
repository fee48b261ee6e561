import { crds } from '../../api/generated/crds.js';
import { oneLine } from '../../packages/kubernetes-conventions/sentence.js';
import type { JSONSchemaProps } from '../../packages/structural-schema/json-schema-props.js';
import { validateValue } from '../../packages/structural-schema/validate-value.js';
import { hasSecretQuery } from '../../plan/text/git-url.js';

/** A field as it is kept, or why it is not. */
export type CheckedField = { readonly value: unknown } | { readonly problem: string };

/** Whether a field of an agent's result is valid in a status. Never throws, and never repeats a rejected text. */
export function checkField(name: string, value: unknown): CheckedField {
  const schema = resultFields[name] ?? {};
  const tidy = name === 'summary' && typeof value === 'string' ? oneLine(value, schema.maxLength) : value;
  if (validateValue(schema, tidy, '').length > 0) return { problem: shapeProblem(schema, tidy) };
  const problem = problems[name]?.(tidy);
  if (problem) return { problem };
  return { value: typeof tidy === 'string' ? oneLine(tidy, schema.maxLength) : tidy };
}

function shapeProblem({ type, maxLength }: JSONSchemaProps, value: unknown): string {
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

const problems: Readonly<Record<string, (value: unknown) => string | undefined>> = {
  costUsd: (value) => numberProblem(value, MOST_USD),
  tokens: (value) => numberProblem(value),
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
