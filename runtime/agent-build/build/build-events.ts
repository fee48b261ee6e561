import type { AgentBuildStatus, BuildRecord, Condition, Phase } from '../../../api/generated/kinds.js';
import { oneLine } from '../../../packages/kubernetes-conventions/sentence.js';
import type { RecordedEvent } from '../../engine/event-recorder.js';
import { isFinished, isStalledBuild } from '../build-state.js';

/** The Events for a change of an AgentBuild's status from `before` to `after`: what began, failures, how it ended. */
export function buildEvents(before: AgentBuildStatus | undefined, after: AgentBuildStatus): RecordedEvent[] {
  const known = before?.builds ?? [];
  const changed = (after.builds ?? []).flatMap((record) => {
    const was = known.find(({ hash }) => hash === record.hash);
    return [...begun(was, record), ...ended(was, record)];
  });
  return [...changed, ...newFailure(before, after), ...deployed(before, after)];
}

function begun(was: BuildRecord | undefined, { phase, reason, pipelineRunName }: BuildRecord): RecordedEvent[] {
  const isNew = was === undefined || (isFinished(was) && !isFinished({ phase }));
  if (!isNew || reason === 'Superseded') return [];
  return [{ type: 'Normal', reason: 'BuildStarted', message: `started PipelineRun ${pipelineRunName}` }];
}

const endings: Readonly<Partial<Record<Phase, Pick<RecordedEvent, 'type' | 'reason'>>>> = {
  Succeeded: { type: 'Normal', reason: 'BuildSucceeded' },
  Failed: { type: 'Warning', reason: 'BuildFailed' },
  Cancelled: { type: 'Normal', reason: 'BuildCancelled' },
};

function ended(was: BuildRecord | undefined, record: BuildRecord): RecordedEvent[] {
  const ending = endings[record.phase];
  if (!ending || (was && isFinished(was))) return [];
  const { reason = '', message = '', pipelineRunName, phase } = record;
  const words = phase === 'Succeeded' ? message : `PipelineRun ${pipelineRunName}: ${reason}: ${message}`;
  return [{ ...ending, message: oneLine(words) }];
}

function newFailure(before: AgentBuildStatus | undefined, after: AgentBuildStatus): RecordedEvent[] {
  const [was, is] = [conditionOf(before, 'Ready'), conditionOf(after, 'Ready')];
  if (!is || was?.reason === is.reason) return [];
  const { reason, message } = is;
  const isFailure = reason === 'InvalidSpec' || isStalledBuild({ phase: after.phase ?? 'Pending', reason });
  return isFailure ? [{ type: 'Warning', reason, message: oneLine(message) }] : [];
}

const waiting: ReadonlySet<string> = new Set(['AgentPending', 'AwaitingImage']);

function deployed(before: AgentBuildStatus | undefined, after: AgentBuildStatus): RecordedEvent[] {
  const [was, is] = [conditionOf(before, 'Deployed'), conditionOf(after, 'Deployed')];
  if (!is || waiting.has(is.reason) || (was?.reason === is.reason && was.message === is.message)) return [];
  const type = is.status === 'True' ? 'Normal' : 'Warning';
  return [{ type, reason: is.reason, message: oneLine(is.message) }];
}

const conditionOf = (status: AgentBuildStatus | undefined, type: string): Condition | undefined =>
  status?.conditions?.find((condition) => condition.type === type);
