import { ANNOTATION_RETRY_OF, ANNOTATION_RETRY_TASKS } from '../../../../api/labels.js';
import type { ResourceAction } from './action.js';
import { createRun } from './create-run.js';
import { copiedSpec, rerunTaskRun } from './rerun.js';

/**
 * Runs the failed tasks: of a run with its own batchSpec those alone, and of a run of a Batch those that have their keys, so
 * that each runs as it ran. Lua reads no other object, so it is not offered if the status has no room for all that failed.
 */
export const retryBatchRun: ResourceAction = {
  name: 'retry',
  isEnabled: 'isFinished() and (spec.batchRef ~= nil or hasOwnTasks()) and knowsFailedTasks() and hasRoomForName()',
  lua: `${copiedSpec}local base = obj.metadata.name .. "-retry"
local list = "variableContexts"
if spec.batchSpec ~= nil and spec.batchSpec.tasks ~= nil then
  list = "tasks"
end
local all = (spec.batchSpec or {})[list] or {}
local contexts, keys = {}, {}
local indexes = nil
for _, task in ipairs(obj.status.tasks or {}) do
  if task.phase == "Failed" and task.index ~= nil then
    table.insert(contexts, all[task.index + 1])
    table.insert(keys, task.key)
    indexes = (indexes and indexes .. "," or "") .. task.index
  end
end
if spec.batchSpec ~= nil then
  spec.batchSpec[list] = contexts
else
  spec.taskKeys = keys
end
spec.jobs = "runtime"
local annotations = {}
annotations["${ANNOTATION_RETRY_OF}"] = obj.metadata.name
annotations["${ANNOTATION_RETRY_TASKS}"] = indexes
${createRun('BatchRun')}`,
};

/** A TaskRun is one Pod, so to retry it is to run it again. */
export const retryTaskRun: ResourceAction = {
  ...rerunTaskRun,
  name: 'retry',
  isEnabled: 'hasFailed() and hasRoomForName()',
};
