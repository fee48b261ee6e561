import type { AgentProbe, AgentSpec } from '../../api/generated/kinds.js';
import { oneLine } from '../../packages/kubernetes-conventions/sentence.js';
import type { ObservedWarning } from '../caches/observed-warning.js';
import type { AgentFailure } from './agent-failure.js';
import type { ObservedAgentPod } from './observed.js';
import { probeText } from './probe-text.js';

/** How long an agent may take to become ready before that is a problem; its probes may allow more. */
const STARTING_SECONDS = 30;

/** A container that runs and does not become ready, by its probe. */
export function unreadyFailure(
  spec: AgentSpec,
  { unready }: ObservedAgentPod,
  warning: ObservedWarning | undefined,
  now: number,
): AgentFailure | undefined {
  if (!unready || now - Date.parse(unready.startedAt) < startingSeconds(spec) * 1000) return undefined;
  const kind = warning?.message.startsWith('Startup probe') ? 'startupProbe' : 'readinessProbe';
  const why = warning?.message.replace(/^\w+ probe (failed|errored): /, '') ?? 'it has not succeeded yet';
  const probe = `its ${kind} (${probeText(spec, kind)})`;
  const text = `container ${unready.container} does not pass ${probe}: ${oneLine(why, 512)}; ${advice(why, kind)}`;
  return { reason: 'NotReady', message: oneLine(text) };
}

function advice(why: string, kind: string): string {
  return /refused/i.test(why)
    ? `make the agent listen on that port on all addresses (variable PORT), or correct spec.port or spec.${kind}`
    : `correct the agent or spec.${kind}`;
}

/** Seconds that the Agent's probes give a container to become ready. */
export function startingSeconds({ startupProbe, readinessProbe }: AgentSpec): number {
  const startup = startupProbe ? secondsToFail(startupProbe) : 0;
  return Math.max(STARTING_SECONDS, startup) + (readinessProbe?.initialDelaySeconds ?? 0);
}

const secondsToFail = ({ initialDelaySeconds = 0, periodSeconds = 10, failureThreshold = 3 }: AgentProbe): number =>
  initialDelaySeconds + periodSeconds * failureThreshold;
