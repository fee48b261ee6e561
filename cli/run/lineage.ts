/** On a BatchRun made by `kubectl task retry`: the run whose failed tasks it does again. */
export const ANNOTATION_RETRY_OF = 'kubetask.io/retry-of';

/** On the same: the positions its tasks had there, in the order they have here, such as `1,4-6`. */
export const ANNOTATION_RETRY_TASKS = 'kubetask.io/retry-tasks';

/** On a run made by `kubectl task rerun`: the run it does again. */
export const ANNOTATION_RERUN_OF = 'kubetask.io/rerun-of';
