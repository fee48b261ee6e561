import { AGENT_CONTAINER, setupContainers } from '../../../api/containers.js';
import { isJsonObject } from '../../../packages/structural-schema/json-schema-props.js';
import { containersOf } from '../../pod/pod-containers.js';
import type { ObservedTaskPod } from '../observed.js';

/** A day: what asks for more is cut, so that no number is too large for a time. */
const MOST_SECONDS = 86_400;

/** The seconds that the result of the agent asks for in `retryAfter`, or a Git host that mints no token now. Never throws: any other value counts as none. */
export function retryAfterOf(pod: ObservedTaskPod): number | undefined {
  const seconds = fieldOf(messageOf(pod, AGENT_CONTAINER)) ?? mintSeconds(messageOf(pod, setupContainers.tokens.name));
  const isNumber = typeof seconds === 'number' && Number.isFinite(seconds) && seconds > 0;
  return isNumber ? Math.ceil(Math.min(seconds, MOST_SECONDS)) : undefined;
}

const messageOf = (pod: ObservedTaskPod, container: string): string =>
  containersOf(pod).find(({ name }) => name === container)?.state?.terminated?.message ?? '';

/** See packages/git-token/main.ts. */
function mintSeconds(message: string): number | undefined {
  const [, seconds] = /\(retryAfter: (\d+)\)$/.exec(message) ?? [];
  return seconds === undefined ? undefined : Number(seconds);
}

function fieldOf(text: string): unknown {
  try {
    const result: unknown = JSON.parse(text.replace(/^\ufeff/, ''));
    return isJsonObject(result) ? result['retryAfter'] : undefined;
  } catch {
    return undefined;
  }
}
