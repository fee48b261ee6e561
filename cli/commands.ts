import type { CommandDefinition } from './command-definition.js';
import { describeCommand } from './commands/describe.js';
import { getCommand } from './commands/get.js';
import { listCommand } from './commands/list.js';
import { logsCommand } from './commands/logs.js';
import { startCommand } from './commands/start.js';
import { waitCommand } from './commands/wait.js';

/** Every command, in the order of the help. */
export const commands: readonly CommandDefinition[] = [
  startCommand,
  listCommand,
  getCommand,
  describeCommand,
  logsCommand,
  waitCommand,
];
