import { ANNOTATION_RERUN_OF } from '../../../../api/labels.js';
import type { ResourceAction } from './action.js';
import { createRun } from './create-run.js';

/**
 * All that says what runs, and nothing that a user set while it ran. Lua knows no difference between an empty list and an
 * empty mapping, so empty fields are left out; an empty list in a list stays, since later ones keep their places.
 */
export const copiedSpec = `local function copied(from)
  local to = {}
  for field, value in pairs(from) do
    if type(value) ~= "table" then
      to[field] = value
    else
      local inner = copied(value)
      if type(field) == "number" or next(inner) ~= nil then
        to[field] = inner
      end
    end
  end
  return to
end
local spec = copied(obj.spec)
spec.suspend = nil
spec.cancel = nil
spec.jobs = nil
`;

const rerunOf = `${copiedSpec}local base = obj.metadata.name .. "-rerun"
local annotations = {}
annotations["${ANNOTATION_RERUN_OF}"] = obj.metadata.name
`;

/** Runs all tasks once more, with the Batch as it is now. */
export const rerunBatchRun: ResourceAction = {
  name: 'rerun',
  isEnabled: 'isFinished() and hasRoomForName()',
  lua: `${rerunOf}spec.jobs = "runtime"
${createRun('BatchRun')}`,
};

export const rerunTaskRun: ResourceAction = {
  name: 'rerun',
  isEnabled: 'isFinished() and hasRoomForName()',
  lua: `${rerunOf}${createRun('TaskRun')}`,
};
