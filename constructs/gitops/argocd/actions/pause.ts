import type { ResourceAction } from './action.js';

export const pause: ResourceAction = {
  name: 'pause',
  isEnabled: 'isActive() and not isPaused()',
  lua: `obj.spec.suspend = true
return obj
`,
};
