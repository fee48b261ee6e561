import { ANNOTATION_TASK_PHASE, LABEL_BATCH_RUN, LABEL_KUEUE_QUEUE } from '../../../api/labels.js';

/** Of a Job of a BatchRun that has not ended, or whose task has finished without it. */
const ours = `local labels = obj.metadata.labels or {}
local phase = (obj.metadata.annotations or {})["${ANNOTATION_TASK_PHASE}"]
local function isTrue(type)
  for _, condition in ipairs(conditions) do
    if condition.type == type and condition.status == "True" then
      return true
    end
  end
  return false
end
local function waiting(message)
  return { status = "Suspended", message = message, aggregateAs = "Healthy" }
end
if labels["${LABEL_BATCH_RUN}"] ~= nil then
  if phase == "Succeeded" then
    return { status = "Healthy", message = "Its task has succeeded without it" }
  end
  if phase == "Failed" or phase == "Cancelled" then
    return { status = "Degraded", message = "Its task has ended without it: " .. phase }
  end
  if not isTrue("Complete") and not isTrue("Failed") then
    local spec = obj.spec or {}
    if spec.suspend == true then
      return waiting(labels["${LABEL_KUEUE_QUEUE}"] ~= nil and "Waits for Kueue to admit it" or "Job suspended")
    end
    if spec.parallelism == 0 then
      return waiting("Held until its run is resumed")
    end
    return { status = "Progressing", message = "Its task waits for its turn, or runs" }
  end
end
`;

/** What Argo CD itself says of a Job. Source: argoproj/argo-cd, gitops-engine/pkg/health/health_job.go */
const builtIn = `local isEnded, hasFailed, isSuspended = false, false, false
local message, failure
for _, condition in ipairs(conditions) do
  if condition.type == "Failed" then
    isEnded, hasFailed, failure = true, true, condition.message
  elseif condition.type == "Complete" then
    isEnded, message = true, condition.message
  elseif condition.type == "Suspended" then
    isEnded, message = true, condition.message
    isSuspended = isSuspended or condition.status == "True"
  end
end
if not isEnded then
  return { status = "Progressing", message = message }
end
if hasFailed then
  return { status = "Degraded", message = failure }
end
if isSuspended then
  return { status = "Suspended", message = failure, aggregateAs = "Healthy" }
end
return { status = "Healthy", message = message }
`;

/**
 * Of Jobs: a script replaces the rule of Argo CD for the whole kind, so it repeats that rule for Jobs that are not of a
 * BatchRun. Without it, a Job that never runs, since its task was reused, is progressing for ever, and one that Kueue has
 * admitted is healthy before it has run.
 */
export const jobHealth = `local conditions = (obj.status or {}).conditions or {}
${ours}${builtIn}`;
