import { oneLine } from '../../../packages/kubernetes-conventions/sentence.js';

/** Lines that only say that there were others. */
const empty = /previous errors|^tar: Removing leading/;

/** What `tar` or the shell around it complained about first, in one line; empty when nothing. Pure. */
export function tarProblem(stderr: string): string {
  const lines = stderr
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const telling = lines.find((line) => !empty.test(line)) ?? lines[0] ?? '';
  return oneLine(telling.replace(/^(tar|mkdir|(\S*\/)?(ba|da|a)?sh): ((line )?\d+: )?(cd: )?((line )?\d+: )?/, ''));
}
