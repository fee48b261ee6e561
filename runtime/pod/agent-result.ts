import type { TaskResult } from '../../api/generated/kinds.js';
import { droppedFields, droppedResult, noteOfWrapper } from '../../api/status/result-remark.js';
import { isJsonObject } from '../../packages/structural-schema/json-schema-props.js';
import { checkField, resultFields } from './result-fields.js';

export interface AgentResult {
  readonly result?: TaskResult;
  /** What of the file was not kept, and why. */
  readonly remark?: string;
}

/**
 * Reads what the agent left in its termination message. Never throws: a known field that is of another type, too long,
 * senseless or dangerous is left out with a remark, except that sentences are cut; unknown fields are left out. What is
 * no JSON object yields no result and a remark. What the wrapper of the agent left out is in the remark, too.
 */
export function agentResult(terminationMessage: string | undefined): AgentResult {
  if (!terminationMessage?.trim()) return {};
  // A mark of byte order, as some languages write it: https://www.rfc-editor.org/rfc/rfc8259#section-8.1
  const parsed = parse(terminationMessage.replace(/^\ufeff/, ''));
  if (!isJsonObject(parsed)) return { remark: droppedResult(terminationMessage) };
  const given = Object.keys(resultFields).filter((name) => Object.hasOwn(parsed, name) && parsed[name] !== null);
  const checked = given.map((name) => ({ name, ...checkField(name, parsed[name]) }));
  const kept = checked.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value] as const]));
  const result = withOwnClaims(Object.fromEntries(kept));
  const problems = checked.flatMap((field) => field.problems);
  const remarks = [...(problems.length > 0 ? [droppedFields(problems)] : []), ...noteOfWrapper(parsed['note'])];
  return {
    ...(Object.keys(result).length > 0 && { result }),
    ...(remarks.length > 0 && { remark: remarks.join('; ') }),
  };
}

/** Only of fields that are there. */
function withOwnClaims({ claims = [], ...result }: TaskResult): TaskResult {
  const own = claims.filter((name) => name in result);
  return { ...result, ...(own.length > 0 && { claims: own }) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
