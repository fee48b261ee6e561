import type { Context } from '../../api/generated/kinds.js';
import { contentHash } from '../../packages/kubernetes-conventions/content-hash.js';
import { wrapperTexts } from '../agent-preset/agent-part.js';
import { asStored } from '../as-stored.js';
import type { LocatedContext } from '../context/context-type.js';
import { sharedContexts } from '../context/layered-contexts.js';
import { isNamed } from '../context/listed-task.js';
import { textKey } from '../context/text-config-maps.js';
import type { BatchRunInputs } from './inputs.js';
import { planHash, specSchema } from './plan-hash.js';
import { failureRules } from './retry/failure-rules.js';

const SUFFIX_LENGTH = 8;
const DIGEST_LENGTH = 16;

/**
 * What tells Jobs apart that do the same work, 8 hex digits: everything their specs depend on, whether it is part of the key
 * or not. A Job that is called after both never changes under its name. Empty where tasks have no names.
 */
export function jobSuffixes(inputs: BatchRunInputs): (contexts: readonly LocatedContext[]) => string {
  if (!isNamed(inputs.batch.spec)) return () => '';
  const { batch, workspace } = inputs;
  const surroundings = hashWithoutTasks(inputs);
  // Another version of ours may have other rules, which no Job can change.
  const rules = failureRules(batch.spec, []);
  // Another version of ours may have another wrapper, which is in another ConfigMap.
  const wrapper = wrapperTexts(workspace).map(textKey);
  const shared = new Map(sharedContexts(batch.spec, workspace).map(({ context }) => [context, digest(context)]));
  // The texts of shared contexts are in another ConfigMap, so it counts where a context is written.
  return (contexts) => {
    const digests = contexts.map(({ context }) => shared.get(context) ?? { own: digest(context) });
    return contentHash([surroundings, rules, ...wrapper, ...digests], SUFFIX_LENGTH);
  };
}

/** Of the specs but for what each task says itself. What is part of all keys need not be here, and what no Job says is not. */
function hashWithoutTasks({ run, batch, workspace }: BatchRunInputs): string {
  const { backoffLimit = 0, retry, activeDeadlineSeconds, maxConcurrency, reuse } = batch.spec;
  const { defaultContexts: _, ...agent } = workspace;
  const { keySalt: __, params: ___, ...withoutValues } = run;
  const spec = {
    backoffLimit,
    ...(retry && { retry }),
    ...(activeDeadlineSeconds !== undefined && { activeDeadlineSeconds }),
    // Of these, only whether Pods carry the start gate.
    ...(maxConcurrency !== undefined && { maxConcurrency }),
    ...(reuse === 'succeeded' && { reuse }),
  };
  return planHash({ run: withoutValues, batch: { ...batch, spec }, workspace: agent });
}

const contextSchema = specSchema('Batch').properties?.['commonContext']?.items ?? {};

const digest = (context: Context): string => contentHash(asStored(contextSchema, context), DIGEST_LENGTH);
