/** Which fields the kinds of Kubernetes and Tekton have, and since when. */
export * from './builtin-kind.js';
export * from './deviations.js';
