import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** @source kubernetes: MaxContainerTerminationMessageLength and ...LogLength in pkg/kubelet/container */
const longestMessageBytes = 4096;
const longestLogBytes = 2048;
const longestLogLines = 80;

/** The last 4096 bytes of what the container wrote to its `terminationMessagePath`; '' when it wrote none. */
export function readTerminationMessage(path: string): string {
  try {
    return readTail(path, longestMessageBytes);
  } catch {
    return '';
  }
}

/** The end of the log, as `FallbackToLogsOnError` shows it. @param logPath a log in the format of `ContainerLog` */
export function messageFromLog(logPath: string): string {
  const records = readTail(logPath, 2 * longestLogLines * longestLogBytes)
    .split('\n')
    .slice(-longestLogLines - 1);
  const bytes = Buffer.from(records.map(textOf).join(''));
  return bytes.subarray(Math.max(0, bytes.length - longestLogBytes)).toString();
}

function textOf(record: string): string {
  const [, tag, text = ''] = /^\S+ ([FP]) (.*)$/s.exec(record) ?? [];
  return tag === 'F' ? `${text}\n` : text;
}

function readTail(path: string, bytes: number): string {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    const buffer = Buffer.alloc(Math.min(size, bytes));
    readSync(file, buffer, 0, buffer.length, Math.max(0, size - bytes));
    return buffer.toString();
  } finally {
    closeSync(file);
  }
}
