import type { TaskResult } from '../../api/generated/kinds.js';
import { droppedFields, droppedResult } from '../../api/status/result-remark.js';
import { isJsonObject } from '../../packages/structural-schema/json-schema-props.js';
import { checkField, resultFields } from './result-fields.js';

export interface AgentResult {
  readonly result?: TaskResult;
  /** What of the file was not kept, and why. */
  readonly remark?: string;
}

/**
 * Reads what the agent left in its termination message. Never throws: a known field that is of another type, too long,
 * senseless or dangerous is left out with a remark, except that the summary is cut; unknown fields are left out. What is
 * no JSON object yields no result and a remark.
 */
export function agentResult(terminationMessage: string | undefined): AgentResult {
  if (!terminationMessage?.trim()) return {};
  // A mark of byte order, as some languages write it: https://www.rfc-editor.org/rfc/rfc8259#section-8.1
  const parsed = parse(terminationMessage.replace(/^\ufeff/, ''));
  if (!isJsonObject(parsed)) return { remark: droppedResult(terminationMessage) };
  const given = Object.keys(resultFields).filter((name) => Object.hasOwn(parsed, name) && parsed[name] !== null);
  const checked = given.map((name) => ({ name, ...checkField(name, parsed[name]) }));
  const kept = checked.flatMap((field) => ('value' in field ? [[field.name, field.value] as const] : []));
  const problems = checked.flatMap((field) => ('problem' in field ? [`${field.name}, which ${field.problem}`] : []));
  return {
    ...(kept.length > 0 && { result: Object.fromEntries(kept) }),
    ...(problems.length > 0 && { remark: droppedFields(problems) }),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
