import { basename } from 'node:path';

/** A shell reads commands from its input: up to the line `until`, or all of it. */
export interface CommandsOnInput {
  readonly until?: string;
}

const shells: ReadonlySet<string> = new Set(['sh', 'ash', 'bash', 'dash', 'ksh', 'zsh']);
/** A comment in the first line of what `sh -c` runs. */
const comment = /^[^\n]*# input: commands up to (\S+)[ \t]*(?:\n|$)/;

/**
 * Whether the input of a command is a script, as of `kubectl exec -i pod -- sh < script.sh`, or begins with one that the
 * command itself announces. Undefined when the input is data. Pure.
 */
export function commandsOnInput([program = '', ...words]: readonly string[]): CommandsOnInput | undefined {
  if (!shells.has(basename(program))) return undefined;
  const textAt = words.findIndex((word) => /^-[a-z]*c$/.test(word)) + 1;
  if (textAt > 0) {
    const until = comment.exec(words[textAt] ?? '')?.[1];
    return until === undefined ? undefined : { until };
  }
  const readsInput = words.every((word) => word.startsWith('-')) || words.some((word) => /^-[a-z]*s$/.test(word));
  return readsInput ? {} : undefined;
}
