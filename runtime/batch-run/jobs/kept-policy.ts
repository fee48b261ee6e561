import { ANNOTATION_JOB_POLICY } from '../../../api/labels.js';
import { isJsonObject } from '../../../packages/structural-schema/json-schema-props.js';
import type { KeptPolicy } from '../../../plan/batch-run/retry/kept-policy.js';
import type { ObservedJob } from '../observed.js';

/** Of thousands of Jobs, most have the same. */
let lastText = '';
let lastPolicy: KeptPolicy | undefined;

/** What the planner left to the controller; undefined for a Job without, or with a text that makes no sense. Never throws. */
export function policyOf({ metadata }: ObservedJob): KeptPolicy | undefined {
  const text = metadata.annotations?.[ANNOTATION_JOB_POLICY];
  if (text === undefined) return undefined;
  if (text !== lastText) [lastText, lastPolicy] = [text, parse(text)];
  return lastPolicy;
}

function parse(text: string): KeptPolicy | undefined {
  try {
    const policy: unknown = JSON.parse(text);
    return isJsonObject(policy) && Array.isArray(policy['on']) ? (policy as unknown as KeptPolicy) : undefined;
  } catch {
    return undefined;
  }
}
