/** On a BatchRun made by `kubectl task retry`: the run whose failed tasks it does again. */
export const ANNOTATION_RETRY_OF = 'kubetask.io/retry-of';

/** On the same: the positions its tasks had there, in the order they have here, such as `1,4-6`. */
export const ANNOTATION_RETRY_TASKS = 'kubetask.io/retry-tasks';

/** On the same, when asked for: those of them that run as the Batch and the WorkspaceConfig are now, not as they ran. */
export const ANNOTATION_RETRY_CHANGED = 'kubetask.io/retry-changed';

/** On a run made by `kubectl task rerun`: the run it does again. */
export const ANNOTATION_RERUN_OF = 'kubetask.io/rerun-of';
