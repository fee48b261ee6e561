import { Option } from 'commander';
import { collectImage } from '../args/image-command.js';
import { collectParam } from '../args/params.js';

/** Options of `kubectl task run` for a task of the cluster that runs here. */
export const plannedOptions = (): Option[] => [
  new Option('--task <task>', 'with a Batch: index, key or name of the task'),
  new Option('-p, --param <name=value>', 'with a Task or Batch: value of a parameter; can be repeated').argParser(
    collectParam,
  ),
  new Option('--with-secrets', 'with a target: read the Secrets that the task refers to'),
  new Option('--shell', 'with a target: open a shell in the prepared workspace instead of the agent'),
  new Option('--keep', 'with a target: keep the workspace, and print its path'),
  new Option('--agent <command>', 'with a target and -x local: shell command for every image without --image'),
  new Option('--image <name=command>', 'shell command for one image; can be repeated').argParser(collectImage),
];
