import { Option } from 'commander';
import { collectImage } from '../args/image-command.js';
import { collectParam } from '../args/params.js';

/** Options of `kubectl task run` for a task of the cluster that runs here. */
export const plannedOptions = (): Option[] => [
  new Option('--task <task>', 'of a Batch: index, key or name of the task'),
  new Option('-p, --param <name=value>', 'of a Task or Batch: value of a parameter; can be repeated').argParser(
    collectParam,
  ),
  new Option('--with-secrets', 'of the cluster: read the Secrets that the task refers to'),
  new Option('--shell', 'of the cluster: open a shell in the prepared workspace in place of the agent'),
  new Option('--keep', 'of the cluster: leave the workspace, and print its path'),
  new Option('--agent <command>', 'of the cluster, -x local: shell command for every image without --image'),
  new Option('--image <name=command>', 'the same for one image; can be repeated').argParser(collectImage),
];
