import type { V1Volume } from '@kubernetes/client-node';
import type { EnvVar } from '../../../api/generated/kinds.js';
import type { TektonStep } from '../tekton-objects.js';

/** What one builder has its own: how it builds SOURCE_DIR into LAYOUT_DIR. */
export interface BuilderPlan {
  readonly step: Omit<TektonStep, 'name' | 'image' | 'env'>;
  readonly env?: readonly EnvVar[];
  readonly volumes: readonly V1Volume[];
  /** A folder that the builder leaves out of the image. */
  readonly keptOut?: string;
  /** Whether only root can read the layout. */
  readonly isLayoutPrivate?: boolean;
}
