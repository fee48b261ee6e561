import { ANNOTATION_PAUSE } from '../../../../api/labels.js';
import type { ResourceAction } from './action.js';

/** Ends a pause by either of its two ways. */
export const resume: ResourceAction = {
  name: 'resume',
  isEnabled: 'isActive() and isPaused()',
  lua: `obj.spec.suspend = false
if obj.metadata.annotations ~= nil then
  obj.metadata.annotations["${ANNOTATION_PAUSE}"] = nil
end
return obj
`,
};
