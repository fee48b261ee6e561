import type { Step as StepSpec } from '../api/generated/kinds.js';

/** The compiler shows it where there is one too many. */
type OneWork = 'give either a script, or command and args';

interface StepFields extends Omit<StepSpec, 'image' | 'script' | 'command' | 'args'> {}

/** A step that runs a script. The default image is that of the agent. */
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

/** A step that runs a program. The default image is that of the agent. */
export interface CommandStep extends StepFields {
  /** The program and its first arguments, without a shell. */
  readonly command: readonly string[];
  /** @default none */
  readonly args?: readonly string[];
  /** @default the agent's image */
  readonly image?: string;
  /** Absent: the command runs. */
  readonly script?: OneWork;
}

/** A step that runs the entrypoint of its image. */
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

/** One step of a Task: plain data, as in YAML. */
export type Step = ScriptStep | CommandStep | ImageStep;

/** As the API writes it. */
export const stepSpec = (step: Step): StepSpec => ({ ...step }) as StepSpec;
