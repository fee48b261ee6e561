import type { Step as StepSpec } from '../api/generated/kinds.js';

/** One step of a Task: plain data, as in YAML, that says in one way what to run. */
export type Step = Omit<StepSpec, 'image' | 'script' | 'command' | 'args'> & StepWork;

type StepWork =
  | { readonly script: string; readonly image?: string; readonly command?: never; readonly args?: never }
  | {
      readonly command: readonly string[];
      readonly args?: readonly string[];
      readonly image?: string;
      readonly script?: never;
    }
  | { readonly image: string; readonly args?: readonly string[]; readonly command?: never; readonly script?: never };

/** As the API writes it. */
export const stepSpec = (step: Step): StepSpec => ({ ...step }) as StepSpec;
