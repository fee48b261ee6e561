import { agent } from './agent.js';
import { agentBuild } from './agent-build.js';
import { batch } from './batch.js';
import { batchRun } from './batch-run.js';
import type { Kind } from './kind.js';
import { task } from './task.js';
import { taskRun } from './task-run.js';
import { workspaceConfig } from './workspace-config.js';

/** Every kind of kubetask, in alphabetical order. A new kind is a file beside this one, and a row here. */
export const ownKinds: readonly Kind[] = [agent, agentBuild, batch, batchRun, task, taskRun, workspaceConfig];
