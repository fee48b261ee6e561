import { allReasons } from '../../api/explanations/all.js';
import { wholeOutputOption, withOptions } from '../args/options.js';
import type { WholeFormat } from '../args/output-format.js';
import { resolveObject } from '../cluster/resolve.js';
import { defineCommand } from '../command-definition.js';
import { exitCodes } from '../exit-codes.js';
import { type Explained, explained, reasonList } from '../explain/explained.js';
import { explanationLines } from '../explain/explanation-lines.js';
import { reasonsIn } from '../explain/reasons-in.js';
import { allKinds } from '../kinds.js';
import type { Output } from '../output/output.js';
import { formatted } from '../output/print-object.js';
import type { Session } from '../session.js';

interface ExplainOptions {
  readonly output?: WholeFormat;
}

const examples = `
kubectl itself explains fields: kubectl explain batchruns.kubetask.io.spec

Examples:
  kubectl task explain PendingTimeout
  kubectl task explain batchrun/update-deps-001
  kubectl task explain 124
`;

export const explainCommand = defineCommand<ExplainOptions>(
  'explain',
  (command) =>
    withOptions(
      command
        .summary('explain a reason, the reasons of an object, or an exit code')
        .description(
          'Explain what a reason means, which command shows more, and what to do. For an object, such as a run, explain its reasons and those of its tasks. Without an argument, list every reason. It needs a cluster only for an object.',
        )
        .argument('[reason|name...]', 'such as PendingTimeout, batchrun/x, @latest or an exit code')
        .addHelpText('after', examples),
      wholeOutputOption(),
    ),
  async (session, words, { output }) => {
    const { out } = session;
    if (words.length === 0) {
      if (output) await out.write(formatted(allReasons, output));
      else for (const line of reasonList(out.terminal)) out.line(line);
      return exitCodes.succeeded;
    }
    const topics: string[] = [];
    for (const word of words) topics.push(...(isObject(word) ? await reasonsOf(session, word) : [word]));
    const found = [...new Set(topics)].map(explained);
    if (found.length === 0) session.err.line(`${words.join(' and ')}: no reason yet; no controller has observed it`);
    if (output) await out.write(formatted(found.length === 1 ? found[0] : found, output));
    else for (const [at, one] of found.entries()) printOne(out, one, at > 0);
    return exitCodes.succeeded;
  },
);

function printOne(out: Output, one: Explained, isFurther: boolean): void {
  for (const line of [...(isFurther ? [''] : []), ...explanationLines(one, out.terminal)]) out.line(line);
}

const isObject = (word: string): boolean => word.includes('/') || word.startsWith('@');

async function reasonsOf(session: Session, word: string): Promise<readonly string[]> {
  const { object } = await resolveObject(await session.cluster(), word, allKinds);
  return reasonsIn(object);
}
