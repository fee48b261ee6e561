import type { ResourceAction } from './action.js';
import { createRun } from './create-run.js';

/** Starts a run of a Batch that has tasks, and all of whose parameters have defaults. */
export const startBatch: ResourceAction = {
  name: 'start',
  isEnabled: 'hasTasks() and hasDefaults() and hasRoomForName()',
  lua: `local base = obj.metadata.name
local annotations = nil
local spec = { batchRef = obj.metadata.name, jobs = "runtime" }
${createRun('BatchRun')}`,
};

/** Starts a run of a Task all of whose parameters have defaults. */
export const startTask: ResourceAction = {
  name: 'start',
  isEnabled: 'hasDefaults() and hasRoomForName()',
  lua: `local base = obj.metadata.name
local annotations = nil
local spec = { taskRef = obj.metadata.name }
${createRun('TaskRun')}`,
};
