import type { ResourceAction } from './action.js';
import { createRun } from './create-run.js';

/** Starts a run of a Batch. */
export const startBatch: ResourceAction = {
  name: 'start',
  isEnabled: 'obj.spec.variableContexts ~= nil and #obj.spec.variableContexts > 0',
  lua: `local base = obj.metadata.name
local annotations = nil
local spec = { batchRef = obj.metadata.name, jobs = "runtime" }
${createRun('BatchRun')}`,
};

/** Starts a run of a Task all of whose parameters have defaults. */
export const startTask: ResourceAction = {
  name: 'start',
  isEnabled: 'hasDefaults()',
  lua: `local base = obj.metadata.name
local annotations = nil
local spec = { taskRef = obj.metadata.name }
${createRun('TaskRun')}`,
};
