/** Lua that writes the present time to an annotation of the object, which Git does not have and so does not take back. */
export const annotateTime = (annotation: string): string => `local os = require("os")
local annotations = obj.metadata.annotations or {}
annotations["${annotation}"] = os.date("!%Y-%m-%dT%H:%M:%SZ")
obj.metadata.annotations = annotations
return obj
`;
