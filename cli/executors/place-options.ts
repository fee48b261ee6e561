import type { Session } from '../session.js';

/** What a person says about the places where tasks run. */
export interface PlaceOptions {
  readonly session: Session;
  readonly namespace?: string;
  readonly context?: string;
  readonly kubeconfig?: string;
  readonly as?: string;
  /** `path[:dest]`, of this machine; `kubernetes` alone. */
  readonly copy?: readonly string[];
  /** `path[:dest]`, of the container. */
  readonly copyBack?: readonly string[];
}
