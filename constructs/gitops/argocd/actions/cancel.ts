import type { ResourceAction } from './action.js';

/** Cannot be taken back. */
export const cancel: ResourceAction = {
  name: 'cancel',
  isEnabled: 'isActive()',
  lua: `obj.spec.cancel = true
return obj
`,
};
