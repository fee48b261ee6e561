import { allReasons, explanationsOf, pageOf } from '../../api/explanations/all.js';
import { agentExitCodes, commandExitCodes } from '../../api/explanations/exit-codes.js';
import type { Explanation } from '../../api/explanations/explanation.js';
import { nearest } from '../../plan/text/nearest.js';
import { UserError } from '../errors/user-error.js';
import { table } from '../output/table.js';
import type { Terminal } from '../output/terminal.js';

/** A reason or exit code with what it means, for each subject that has it. */
export interface Explained {
  readonly name: string;
  readonly explanations: readonly (Explanation & { readonly subject: string })[];
  /** A section of `docs/errors.md`; absent for an exit code. */
  readonly page?: string;
}

/** Looks up a reason, in any case, or an exit code. @throws UserError for another word, with the nearest reasons */
export function explained(word: string): Explained {
  if (/^\d+$/.test(word)) return exitCode(word);
  const name = allReasons.find((reason) => reason.toLowerCase() === word.toLowerCase());
  if (name === undefined) throw unknown(word);
  return { name, explanations: explanationsOf(name), page: pageOf(name) };
}

function exitCode(code: string): Explained {
  const subjects = [
    { subject: 'Exit code of kubectl task', explanation: commandExitCodes[Number(code)] },
    { subject: 'Exit code of an agent', explanation: agentExitCodes[Number(code)] },
  ];
  const explanations = subjects.flatMap(({ subject, explanation }) =>
    explanation ? [{ subject, ...explanation }] : [],
  );
  if (explanations.length > 0) return { name: code, explanations };
  const codes = [...new Set([commandExitCodes, agentExitCodes].flatMap((all) => Object.keys(all)))];
  throw new UserError(`Cannot explain exit code ${code}: only its program knows what it means`, [
    `exit codes with a meaning: ${codes.sort((a, b) => Number(a) - Number(b)).join(', ')}`,
  ]);
}

function unknown(word: string): UserError {
  const byLower = new Map(allReasons.map((reason) => [reason.toLowerCase(), reason]));
  const near = nearest(word.toLowerCase(), [...byLower.keys()]).map((lower) => byLower.get(lower) ?? lower);
  return new UserError(`Cannot explain ${word}: it is not a reason of kubetask`, [
    near.length > 0 ? `did you mean ${near.join(' or ')}?` : 'kubectl task explain  lists every reason',
    'an object has its kind before its name, such as kubectl task explain batchrun/x',
    'kubectl explain batchruns.kubetask.io.spec  explains fields',
  ]);
}

/** Every reason with what has it, as a table. */
export const reasonList = (terminal: Terminal): string[] =>
  table(
    [
      { title: 'REASON', text: (reason: string) => reason },
      { title: 'MESSAGE', text: (reason: string) => explanationsOf(reason)[0]?.means ?? '' },
    ],
    allReasons,
    terminal,
  );
