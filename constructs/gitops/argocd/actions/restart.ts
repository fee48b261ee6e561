import { ANNOTATION_RESTARTED_AT } from '../../../../api/labels.js';
import type { ResourceAction } from './action.js';
import { annotateTime } from './annotate-time.js';

/** Replaces the Pods of an Agent, as `kubectl rollout restart` does of a Deployment. */
export const restart: ResourceAction = {
  name: 'restart',
  isEnabled: '(status.observedGeneration or -1) >= 0',
  lua: annotateTime(ANNOTATION_RESTARTED_AT),
};
