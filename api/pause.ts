import type { KubernetesObject } from '../packages/kubernetes-conventions/kubernetes-object.js';
import { ANNOTATION_PAUSE } from './labels.js';

/** A run of either kind. */
interface Pausable {
  readonly metadata: KubernetesObject['metadata'];
  readonly spec: { readonly suspend?: boolean };
}

/** Whether a run is to start nothing more: by its spec, or by the annotation that KubeTask's users know. */
export const isPaused = ({ metadata, spec }: Pausable): boolean =>
  spec.suspend === true || metadata.annotations?.[ANNOTATION_PAUSE] === 'true';

/** The run with `spec.suspend` set if the annotation pauses it, so that no rule need know of two ways. */
export const withPause = <Run extends Pausable>(run: Run): Run =>
  isPaused(run) && !run.spec.suspend ? { ...run, spec: { ...run.spec, suspend: true } } : run;
