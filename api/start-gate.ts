/**
 * The scheduling gate of Pods whose task waits for its turn, by the planner in the Pod template of a Job. The BatchRun
 * reconciler removes it from each Pod when the task may start; no Pod gets it later.
 * Source: https://kubernetes.io/docs/concepts/scheduling-eviction/pod-scheduling-readiness/
 */
export const START_GATE = 'kubetask.io/start';
