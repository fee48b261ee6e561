import type { Output } from '../../output/output.js';
import { SourceMarks } from '../../output/source-marks.js';
import { lineStream } from '../streams/line-stream.js';
import { outcomeLines } from './outcome-line.js';
import type { View } from './view.js';

/**
 * Each line as it comes, marked with its task.
 *
 * @param stdout where the standard output of the tasks goes
 */
export function plainView(stdout: Output, err: Output): View {
  const marks = new SourceMarks();
  const linesTo = (output: Output, name: string) =>
    lineStream((line) => output.write(`${marks.mark(name, name, output.terminal)} ${line}\n`));
  return {
    start: ({ task: { name } }) => ({ stdout: linesTo(stdout, name), stderr: linesTo(err, name) }),
    end: (outcome) => {
      for (const line of outcomeLines(outcome, err.terminal)) err.line(line);
    },
    close: () => undefined,
  };
}
