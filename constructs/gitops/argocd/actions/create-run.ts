/** By so many characters the name of a run that is created is longer than that of its owner, at most. */
export const ADDED_NAME_LENGTH = '-retry-20260101000000'.length;

/**
 * Lua that creates a run: `spec`, and `annotations` or nil, are set before it. Its name is `base` with the time, and its
 * owner is the object whose button was pressed, so that Argo CD shows it below that object.
 */
export const createRun = (kind: string): string => `local os = require("os")
local run = {}
run.apiVersion = obj.apiVersion
run.kind = "${kind}"
run.metadata = {}
run.metadata.name = base .. "-" .. os.date("!%Y%m%d%H%M%S")
run.metadata.namespace = obj.metadata.namespace
run.metadata.annotations = annotations
run.metadata.ownerReferences = {
  { apiVersion = obj.apiVersion, kind = obj.kind, name = obj.metadata.name, uid = obj.metadata.uid },
}
run.spec = spec
return { { operation = "create", resource = run } }
`;
