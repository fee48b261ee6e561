import { ANNOTATION_RERUN_OF, ANNOTATION_RETRY_OF } from '../../../../api/labels.js';
import type { ResourceAction } from './action.js';
import { createRun } from './create-run.js';

/**
 * All that says what runs, and nothing that a user set while it ran. Lua knows no difference between an empty list and an
 * empty mapping, so empty fields are left out.
 */
const copiedSpec = `local function copied(from, left)
  local to = {}
  for field, value in pairs(from) do
    if not left[field] and not (type(value) == "table" and next(value) == nil) then
      to[field] = value
    end
  end
  return to
end
local spec = copied(obj.spec, { suspend = true, cancel = true, jobs = true })
`;

/**
 * Runs the failed tasks of a run that brings its own batchSpec. A run of a Batch does not hold its tasks, and Lua reads no
 * other object: `kubectl task retry` does it, or `rerun`.
 */
export const retryBatchRun: ResourceAction = {
  name: 'retry',
  isEnabled: 'isFinished() and obj.spec.batchSpec ~= nil and hasFailedTasks()',
  lua: `local base = obj.metadata.name .. "-retry"
local annotations = {}
annotations["${ANNOTATION_RETRY_OF}"] = obj.metadata.name
${copiedSpec}local batchSpec = copied(obj.spec.batchSpec, {})
local list = batchSpec.tasks ~= nil and "tasks" or "variableContexts"
batchSpec[list] = {}
for _, task in ipairs(obj.status.tasks or {}) do
  if task.phase == "Failed" then
    table.insert(batchSpec[list], obj.spec.batchSpec[list][task.index + 1])
  end
end
spec.batchSpec = batchSpec
spec.jobs = "runtime"
${createRun('BatchRun')}`,
};

/** Runs all tasks once more, with the Batch as it is now. */
export const rerunBatchRun: ResourceAction = {
  name: 'rerun',
  isEnabled: 'isFinished()',
  lua: `local base = obj.metadata.name .. "-rerun"
local annotations = {}
annotations["${ANNOTATION_RERUN_OF}"] = obj.metadata.name
${copiedSpec}spec.jobs = "runtime"
${createRun('BatchRun')}`,
};

/** A TaskRun is one Pod, so to retry it is to run it again. */
export const retryTaskRun: ResourceAction = {
  name: 'retry',
  isEnabled: 'isFinished()',
  lua: `local base = obj.metadata.name .. "-retry"
local annotations = {}
annotations["${ANNOTATION_RERUN_OF}"] = obj.metadata.name
${copiedSpec}${createRun('TaskRun')}`,
};
