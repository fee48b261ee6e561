import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';

/** A Warning Event about one of the run's Jobs or Pods. */
export interface ObservedWarning extends KubernetesObject {
  readonly kind: 'Event';
  readonly reason: string;
  readonly message: string;
  readonly involvedObject: { readonly kind: string; readonly name: string; readonly uid: string };
  /** RFC 3339; of a repeated Event, the last time. */
  readonly lastSeen: string;
}
