import type { CommandDefinition } from './command-definition.js';
import { listCommand } from './commands/list.js';

/** Every command, in the order of the help. */
export const commands: readonly CommandDefinition[] = [listCommand];
