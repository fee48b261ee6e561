import { ANNOTATION_BUILD_AGAIN } from '../../../../api/labels.js';
import type { ResourceAction } from './action.js';
import { annotateTime } from './annotate-time.js';

/** Builds the same spec again, such as new commits of its branch. */
export const rebuild: ResourceAction = {
  name: 'rebuild',
  isEnabled: 'isFinished() and not hasFailed()',
  lua: annotateTime(ANNOTATION_BUILD_AGAIN),
};

/** Builds what failed again. */
export const retryBuild: ResourceAction = { ...rebuild, name: 'retry', isEnabled: 'hasFailed()' };
