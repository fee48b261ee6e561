import type { V1Volume } from '@kubernetes/client-node';
import type { ParamName } from './params.js';
import type { ResultName } from './results.js';
import type { TektonStep } from './tekton-objects.js';

/** One step, and what the task that it runs in has to have for it. */
export interface StepPlan {
  readonly step: TektonStep;
  readonly params: readonly ParamName[];
  readonly results: readonly ResultName[];
  readonly volumes: readonly V1Volume[];
}
