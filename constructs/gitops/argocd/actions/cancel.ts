import type { ResourceAction } from './action.js';

/** Cannot be taken back. */
export const cancel: ResourceAction = {
  name: 'cancel',
  isEnabled: 'not isFinished() and not isCancelled()',
  lua: `obj.spec.cancel = true
return obj
`,
};
