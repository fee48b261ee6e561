import type { Step as StepSpec } from '../api/generated/kinds.js';

/** The compiler shows it where there is one too many. */
type OneWork = 'give either a script, or command and args';

interface StepFields extends Omit<StepSpec, 'image' | 'script' | 'command' | 'args'> {}

/** A step that runs a script, in the agent's image unless `image` is set. */
export interface ScriptStep extends StepFields {
  /** For `/bin/sh`, unless its first line names an interpreter. */
  readonly script: string;
  /** @default the agent's image */
  readonly image?: string;
  /** Absent: the script runs. */
  readonly command?: OneWork;
  /** Absent: the script runs. */
  readonly args?: OneWork;
}

/** A step that runs a program, in the agent's image unless `image` is set. */
export interface CommandStep extends StepFields {
  /** The program and its first arguments; no shell. */
  readonly command: readonly string[];
  /** @default none */
  readonly args?: readonly string[];
  /** @default the agent's image */
  readonly image?: string;
  /** Absent: the command runs. */
  readonly script?: OneWork;
}

/** A step that runs what its image runs. */
export interface ImageStep extends StepFields {
  /** Its entrypoint runs. */
  readonly image: string;
  /** @default those of the image */
  readonly args?: readonly string[];
  /** Absent: the entrypoint runs. */
  readonly command?: OneWork;
  /** Absent: the entrypoint runs. */
  readonly script?: OneWork;
}

/** One step of a Task: plain data, as in YAML, that says in one way what to run. */
export type Step = ScriptStep | CommandStep | ImageStep;

/** As the API writes it. */
export const stepSpec = (step: Step): StepSpec => ({ ...step }) as StepSpec;
