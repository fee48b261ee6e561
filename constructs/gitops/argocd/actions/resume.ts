import { ANNOTATION_PAUSE } from '../../../../api/labels.js';
import type { ResourceAction } from './action.js';

/** Ends a pause by either of its two ways. */
export const resume: ResourceAction = {
  name: 'resume',
  isEnabled: 'not isFinished() and isPaused() and not isCancelled()',
  lua: `obj.spec.suspend = false
if obj.metadata.annotations ~= nil then
  obj.metadata.annotations["${ANNOTATION_PAUSE}"] = nil
end
return obj
`,
};
