import type { TaskStatus } from '../../../api/generated/kinds.js';
import { counted } from '../../../packages/kubernetes-conventions/sentence.js';
import type { Refusal } from '../../creations/create-failures.js';
import type { Hindrance, Start } from '../template/plan-state.js';

type Refused = ReadonlyMap<string, Refusal>;

/** What keeps tasks from starting and concerns the run as a whole, the most general first; undefined when nothing does. */
export function obstacleOf(tasks: readonly TaskStatus[], start: Start, refusals: Refused): Hindrance | undefined {
  const pending = tasks.filter(({ phase }) => phase === 'Pending');
  return hindrance(pending, start) ?? refusedText(start, refusals) ?? refusedJob(pending) ?? notApplied(pending);
}

function hindrance(pending: readonly TaskStatus[], start: Start): Hindrance | undefined {
  const isHindered = pending.some(({ reason }) => reason === 'TemplateChanged' || reason === 'TemplateNotFound');
  return isHindered && start.kind !== 'Planned' ? start.hindrance : undefined;
}

function refusedText(start: Start, refusals: Refused): Hindrance | undefined {
  const texts = start.kind === 'Planned' ? start.plan.configMaps : [];
  const [message] = texts.flatMap(({ metadata }) => refusals.get(metadata.name)?.message ?? []);
  return message === undefined ? undefined : { reason: 'CreateFailed', message };
}

function refusedJob(pending: readonly TaskStatus[]): Hindrance | undefined {
  const refused = pending.find(({ reason }) => reason === 'CreateFailed' || reason === 'JobConflict');
  return refused && { reason: 'CreateFailed', message: `task ${refused.index}: ${refused.message}` };
}

function notApplied(pending: readonly TaskStatus[]): Hindrance | undefined {
  const missing = pending.filter(({ reason }) => reason === 'JobNotApplied').length;
  if (missing === 0) return undefined;
  const message = `${counted(missing, 'Job')} not applied; apply what was synthesized with the run`;
  return { reason: 'JobsNotApplied', message };
}
