import type { ResourceAction } from './action.js';

export const pause: ResourceAction = {
  name: 'pause',
  isEnabled: 'not isFinished() and not isPaused() and not isCancelled()',
  lua: `obj.spec.suspend = true
return obj
`,
};
