import type { CommandDefinition } from './command-definition.js';
import { cancelCommand } from './commands/cancel.js';
import { completionCommand } from './commands/completion.js';
import { crdsCommand } from './commands/crds.js';
import { deleteCommand } from './commands/delete.js';
import { describeCommand } from './commands/describe.js';
import { doctorCommand } from './commands/doctor.js';
import { explainCommand } from './commands/explain.js';
import { fleetCommand } from './commands/fleet.js';
import { getCommand } from './commands/get.js';
import { listCommand } from './commands/list.js';
import { localCommand } from './commands/local.js';
import { logsCommand } from './commands/logs.js';
import { pauseCommand } from './commands/pause.js';
import { planCommand } from './commands/plan.js';
import { rbacCommand } from './commands/rbac.js';
import { rerunCommand } from './commands/rerun.js';
import { resultsCommand } from './commands/results.js';
import { resumeCommand } from './commands/resume.js';
import { retryCommand } from './commands/retry.js';
import { runCommand } from './commands/run.js';
import { startCommand } from './commands/start.js';
import { tasksCommand } from './commands/tasks.js';
import { versionCommand } from './commands/version.js';
import { waitCommand } from './commands/wait.js';

/** Every command, in the order of the help. */
export const commands: readonly CommandDefinition[] = [
  startCommand,
  listCommand,
  getCommand,
  describeCommand,
  logsCommand,
  waitCommand,
  resultsCommand,
  cancelCommand,
  pauseCommand,
  resumeCommand,
  retryCommand,
  rerunCommand,
  deleteCommand,
  planCommand,
  fleetCommand,
  runCommand,
  tasksCommand,
  localCommand,
  doctorCommand,
  explainCommand,
  rbacCommand,
  crdsCommand,
  completionCommand,
  versionCommand,
];
