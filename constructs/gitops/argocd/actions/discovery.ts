import { ANNOTATION_PAUSE } from '../../../../api/labels.js';
import type { ResourceAction } from './action.js';

/** Questions about `obj` that actions ask. */
const functions = `local function isFinished()
  return obj.status ~= nil and obj.status.completionTime ~= nil
end
local function isPaused()
  local annotations = obj.metadata.annotations or {}
  return obj.spec.suspend == true or annotations["${ANNOTATION_PAUSE}"] == "true"
end
local function isCancelled()
  return obj.spec.cancel == true
end
local function hasFailedTasks()
  for _, task in ipairs((obj.status or {}).tasks or {}) do
    if task.phase == "Failed" then
      return true
    end
  end
  return false
end
local function hasDefaults()
  for _, param in ipairs(obj.spec.params or {}) do
    if param.default == nil then
      return false
    end
  end
  return true
end
`;

/** Lua that says which actions an object has, and which of them can be used now. */
export const discovery = (actions: readonly ResourceAction[]): string => `${functions}local actions = {}
${actions.map(({ name, isEnabled }) => `actions["${name}"] = { ["disabled"] = not (${isEnabled}) }\n`).join('')}return actions
`;
