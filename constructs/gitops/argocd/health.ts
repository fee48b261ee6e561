/*
 * Argo CD runs Lua 5.1 with its base and table libraries alone: no string functions.
 * Source: https://argo-cd.readthedocs.io/en/stable/operator-manual/health/#custom-health-checks
 */

/** Of kinds that nothing reconciles. */
export const templateHealth = `return { status = "Healthy", message = "A template: nothing runs" }
`;

/** Of kinds with a status that follows kstatus. A status of an earlier spec counts as none. */
export const statusHealth = `local status = obj.status
if status == nil or status.observedGeneration ~= obj.metadata.generation then
  return { status = "Progressing", message = "The controller has not seen the present spec" }
end
local function condition(type)
  for _, one in ipairs(status.conditions or {}) do
    if one.type == type and one.status == "True" then
      return one
    end
  end
end
local function health(state, found)
  return { status = state, message = (found.reason or "") .. ": " .. (found.message or "") }
end
local stalled = condition("Stalled")
if stalled ~= nil then
  return health("Degraded", stalled)
end
local reconciling = condition("Reconciling")
if reconciling ~= nil then
  if status.phase == "Paused" then
    return health("Suspended", reconciling)
  end
  return health("Progressing", reconciling)
end
local ready = condition("Ready")
if ready ~= nil then
  return health("Healthy", ready)
end
return { status = "Progressing", message = "No condition says how it is" }
`;

/** Lets an Application wait for another by sync waves. Source: the section on Applications of the page above. */
export const applicationHealth = `if obj.status ~= nil and obj.status.health ~= nil and obj.status.health.status ~= nil then
  return { status = obj.status.health.status, message = obj.status.health.message or "" }
end
return { status = "Progressing", message = "Not synced yet" }
`;
