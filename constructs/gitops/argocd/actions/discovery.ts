import { ANNOTATION_PAUSE } from '../../../../api/labels.js';
import type { ResourceAction } from './action.js';
import { ADDED_NAME_LENGTH } from './create-run.js';

/** The longest name of an object. */
const MAX_NAME_LENGTH = 253;

/** Questions about `obj` that actions ask. */
const functions = `local metadata, spec, status = obj.metadata or {}, obj.spec or {}, obj.status or {}
local function isFinished()
  return status.completionTime ~= nil
end
local function hasFailed()
  return isFinished() and (status.phase == "Failed" or status.phase == "Cancelled")
end
local function isPaused()
  return spec.suspend == true or (metadata.annotations or {})["${ANNOTATION_PAUSE}"] == "true"
end
local function isActive()
  return not isFinished() and spec.cancel ~= true
end
local function hasTasks()
  return #(spec.tasks or {}) > 0 or #(spec.variableContexts or {}) > 0
end
local function hasOwnTasks()
  local own = spec.batchSpec or {}
  return #(own.tasks or {}) > 0 or #(own.variableContexts or {}) > 0
end
local function knowsFailedTasks()
  local failed = 0
  for _, task in ipairs(status.tasks or {}) do
    if task.phase == "Failed" and (hasOwnTasks() or task.key ~= nil) then
      failed = failed + 1
    end
  end
  return failed > 0 and failed == ((status.progress or {}).failed or failed)
end
local function hasDefaults()
  for _, param in ipairs(spec.params or {}) do
    if param.default == nil then
      return false
    end
  end
  return true
end
local function hasRoomForName()
  return #(metadata.name or "") <= ${MAX_NAME_LENGTH - ADDED_NAME_LENGTH}
end
`;

/** Lua that lists the actions that an object has in its state; none for one that is being deleted. */
export const discovery = (actions: readonly ResourceAction[]): string => `${functions}local actions = {}
if obj.spec == nil or metadata.deletionTimestamp ~= nil then
  return actions
end
${actions.map(({ name, isEnabled }) => `if ${isEnabled} then\n  actions["${name}"] = { ["disabled"] = false }\nend\n`).join('')}return actions
`;
