import type { TaskRun } from '../../api/generated/kinds.js';
import { ExecutionFailure } from '../execution-failure.js';
import type { Exit } from '../executor.js';

/** As of the command `timeout`, like every other executor. */
const TIMED_OUT = 124;

/**
 * How the task of a finished TaskRun ended. Pure.
 *
 * @throws ExecutionFailure when it never ran, or was cancelled
 */
export function exitOf({ metadata: { name, namespace }, status = {} }: TaskRun): Pick<Exit, 'exitCode'> {
  const { phase, steps: [step] = [], conditions = [] } = status;
  const { reason = '', message = '' } = conditions.find(({ type }) => type === 'Succeeded') ?? {};
  if (phase === 'Succeeded') return { exitCode: 0 };
  if (reason === 'DeadlineExceeded') return { exitCode: TIMED_OUT };
  if (phase === 'Failed' && step?.exitCode) return { exitCode: step.exitCode };
  const why = [reason, message].filter(Boolean).join(': ');
  const how = phase === 'Cancelled' ? 'was cancelled' : 'failed before its task ran';
  throw new ExecutionFailure(`TaskRun ${name} ${how}${why ? `: ${why}` : ''}`, [
    `kubectl task describe taskrun/${name} -n ${namespace} shows more`,
  ]);
}
