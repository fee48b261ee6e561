import { crds } from '../../api/generated/crds.js';
import type { TaskResult } from '../../api/generated/kinds.js';
import { isJsonObject, type JSONSchemaProps } from '../../api/schema/json-schema-props.js';
import { validateValue } from '../../api/schema/validate-value.js';
import { oneLine } from '../run/sentence.js';

export interface AgentResult {
  readonly result?: TaskResult;
  /** What was wrong with the file as a whole. */
  readonly remark?: string;
}

/**
 * Reads what the agent left in its termination message. Never throws: a field that is unknown, of another type or too
 * long is left out, except that the summary is cut; what is no JSON object yields no result and a remark.
 */
export function agentResult(terminationMessage: string | undefined): AgentResult {
  if (!terminationMessage?.trim()) return {};
  const parsed = parse(terminationMessage);
  if (!isJsonObject(parsed)) return { remark: 'result.json is not a JSON object of at most 4096 bytes' };
  const { summary } = parsed;
  const tidy = typeof summary === 'string' ? { ...parsed, summary: oneLine(summary, summaryLength) } : parsed;
  const kept = Object.entries(fields).filter(([name, schema]) => isValid(schema, tidy[name]));
  return kept.length === 0 ? {} : { result: Object.fromEntries(kept.map(([name]) => [name, tidy[name]])) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isValid = (schema: JSONSchemaProps, value: unknown): boolean =>
  value !== undefined && value !== null && validateValue(schema, value, '').length === 0;

const fields = resultFields();
const summaryLength = fields['summary']?.maxLength ?? 512;

/** The result's fields as the CRD declares them, so that what is kept is what the API server takes. */
function resultFields(): Readonly<Record<string, JSONSchemaProps>> {
  const [version] = crds.BatchRun.spec.versions;
  const schema: JSONSchemaProps | undefined = version?.schema.openAPIV3Schema;
  return schema?.properties?.['status']?.properties?.['tasks']?.items?.properties?.['result']?.properties ?? {};
}
