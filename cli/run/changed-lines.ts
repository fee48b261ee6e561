import { counted } from '../../packages/kubernetes-conventions/sentence.js';
import { taskInMessage } from '../../plan/batch-run/task-in-message.js';
import { isObserved } from '../cluster/until-observed.js';
import type { Terminal } from '../output/terminal.js';
import { progressText } from './progress-text.js';
import type { RunChange } from './run-change.js';
import { isBatchRun, nameOf, type Run, runState } from './run-state.js';

/** More tasks than this are counted instead of named. */
const mostNamed = 10;

/** What a change of a run has done so far, for a person: how the run is, which tasks still run, and what to do next. */
export function changedLines(run: Run, change: RunChange, terminal: Terminal, now: number): string[] {
  const name = nameOf(run);
  if (!isObserved(run))
    return [`no controller has observed the change yet; kubectl task describe ${name} shows the run`];
  const { isFinished } = runState(run);
  return [
    progressText(run, terminal, now),
    ...[runningText(run, change)].filter(Boolean),
    ...(isFinished ? [] : hints[change](name)),
  ];
}

const hints: Readonly<Record<RunChange, (name: string) => string[]>> = {
  pause: (name) => [`kubectl task resume ${name}  resumes it`],
  resume: () => [],
  cancel: (name) => [`kubectl task wait ${name}  waits until it is cancelled`],
};

/** How tasks that run continue. @param one whether it is only one */
const continuation: Readonly<Record<RunChange, ((one: boolean) => string) | undefined>> = {
  pause: () => 'to the end',
  resume: undefined,
  cancel: (one) => `until ${one ? 'its' : 'their'} grace period has passed`,
};

function runningText(run: Run, change: RunChange): string {
  const how = continuation[change];
  if (!isBatchRun(run) || !how) return '';
  const running = (run.status?.tasks ?? []).filter(({ phase }) => phase === 'Running');
  if (running.length === 0) return '';
  const names = running.length > mostNamed ? '' : ` (${running.map(taskInMessage).join(', ')})`;
  const isOne = running.length === 1;
  return `${counted(running.length, 'task')}${names} still ${isOne ? 'runs' : 'run'} ${how(isOne)}`;
}
