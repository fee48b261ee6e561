import { assertReal, readRegularTail } from '../../regular-file.js';

/** @source kubernetes: MaxContainerTerminationMessageLength and ...LogLength in pkg/kubelet/container */
const longestMessageBytes = 4096;
const longestLogBytes = 2048;
const longestLogLines = 80;

/**
 * The last 4096 bytes of what the container wrote to its `terminationMessagePath`; '' when it wrote none. What cannot be
 * read, or is no regular file, is reported in the kubelet's words: a container of a cluster cannot remove the file it was given.
 *
 * @param path a real path of this machine @param shownPath what the container calls it
 * @source kubernetes: getTerminationMessage in pkg/kubelet/kuberuntime
 */
export function readTerminationMessage(path: string, shownPath: string): string {
  try {
    assertReal(path);
    return readRegularTail(path, longestMessageBytes).toString();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' ? '' : `Error on reading termination log ${shownPath}: ${message.replaceAll(path, 'it')}`;
  }
}

/** The end of the log, as `FallbackToLogsOnError` shows it. @param logPath a log in the format of `ContainerLog` */
export function messageFromLog(logPath: string): string {
  const records = readLogTail(logPath)
    .split('\n')
    .slice(-longestLogLines - 1);
  const bytes = Buffer.from(records.map(textOf).join(''));
  return bytes.subarray(Math.max(0, bytes.length - longestLogBytes)).toString();
}

/** @source kubernetes: readLastStringFromContainerLogs in pkg/kubelet/kuberuntime */
function readLogTail(logPath: string): string {
  try {
    return readRegularTail(logPath, 2 * longestLogLines * longestLogBytes).toString();
  } catch (error) {
    return `- F Error on reading termination message from logs: ${(error as Error).message}`;
  }
}

function textOf(record: string): string {
  const [, tag, text = ''] = /^\S+ ([FP]) (.*)$/s.exec(record) ?? [];
  return tag === 'F' ? `${text}\n` : text;
}
