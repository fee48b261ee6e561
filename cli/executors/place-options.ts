import type { Session } from '../session.js';

/** What a person says about the places where tasks run. */
export interface PlaceOptions {
  readonly session: Session;
  readonly namespace?: string;
  readonly context?: string;
  readonly kubeconfig?: string;
  readonly as?: string;
}
