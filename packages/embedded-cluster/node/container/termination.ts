import type { ContainerStateTerminated } from '../../objects.js';
import type { ContainerRecord } from '../pod/pod-record.js';
import { messageFromLog, readTerminationMessage } from './termination-message.js';

/** How a process ended. */
export interface EndedProcess {
  readonly exitCode: number;
  /** The kernel ran out of memory while it ran. */
  readonly isOutOfMemory: boolean;
  readonly startedAt: string;
  readonly finishedAt: string;
}

const killed = 128 + 9;

/** The `terminated` state, with the message the container left or, if it asks for that, the end of its log. */
export function terminationOf(
  { container, containerId }: ContainerRecord,
  { exitCode, isOutOfMemory, startedAt, finishedAt }: EndedProcess,
  written: { readonly file: string; readonly path: string },
  logPath: string,
): ContainerStateTerminated {
  const fallsBackToLog = exitCode !== 0 && container.terminationMessagePolicy === 'FallbackToLogsOnError';
  const message = readTerminationMessage(written.file, written.path) || (fallsBackToLog ? messageFromLog(logPath) : '');
  return {
    ...(containerId !== undefined && { containerID: containerId }),
    exitCode,
    reason: reasonOf(exitCode, isOutOfMemory),
    ...(message !== '' && { message }),
    startedAt,
    finishedAt,
  };
}

function reasonOf(exitCode: number, isOutOfMemory: boolean): string {
  if (exitCode === killed && isOutOfMemory) return 'OOMKilled';
  return exitCode === 0 ? 'Completed' : 'Error';
}
