import { InvalidArgumentError, Option } from 'commander';
import { collectTexts } from '../args/collect-texts.js';

/** Options of `kubectl task run` that have no effect on a task of the cluster. */
export const taskFileOptions = (): Option[] => [
  new Option('--flavor <name>', 'flavor of the task file'),
  new Option('-i, --stdin', 'pass standard input to the task'),
  new Option('-t, --tty', 'give the task a terminal'),
  new Option('--copy <path[:dest]>', 'copy files to the container first (kubernetes); can be repeated').argParser(
    collectTexts,
  ),
  new Option('--copy-back <path[:dest]>', 'copy files from the container afterwards (kubernetes)').argParser(
    collectTexts,
  ),
  new Option('--all', 'run every task of the file that is not interactive'),
  new Option('--jobs <count>', 'tasks that run at the same time (default: the number of CPUs, at least 4)').argParser(
    positive,
  ),
];

function positive(text: string): number {
  if (!/^0*[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('use a whole number of at least 1.');
  return Number(text);
}
