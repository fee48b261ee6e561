import { ANNOTATION_RETRY_OF, ANNOTATION_RETRY_TASKS } from '../../../../api/labels.js';
import type { ResourceAction } from './action.js';
import { createRun } from './create-run.js';
import { copiedSpec, rerunTaskRun } from './rerun.js';

/**
 * Runs the failed tasks of a run that brings its own batchSpec. A run of a Batch does not hold its tasks, and Lua reads no
 * other object: `kubectl task retry` does it, or `rerun`. Nor if the status has no room for all that failed.
 */
export const retryBatchRun: ResourceAction = {
  name: 'retry',
  isEnabled: 'isFinished() and hasOwnTasks() and knowsFailedTasks() and hasRoomForName()',
  lua: `${copiedSpec}local base = obj.metadata.name .. "-retry"
local list = spec.batchSpec.tasks ~= nil and "tasks" or "variableContexts"
local all = spec.batchSpec[list]
local indexes = nil
spec.batchSpec[list] = {}
for _, task in ipairs(obj.status.tasks or {}) do
  if task.phase == "Failed" and task.index ~= nil then
    table.insert(spec.batchSpec[list], all[task.index + 1])
    indexes = (indexes and indexes .. "," or "") .. task.index
  end
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
