import type { WorkspaceAgent } from '../../api/generated/kinds.js';
import type { StreamReader } from './stream.js';

export type PresetName = WorkspaceAgent['preset'];
export type Permissions = NonNullable<WorkspaceAgent['permissions']>;

/** What the arguments of a CLI are made from: fields of `spec.agent`, and what the planner fills in. */
export interface AgentSetup {
  readonly model?: string;
  readonly effort?: string;
  readonly permissions: Permissions;
  readonly maxTurns?: number;
  readonly maxCostUsd?: number;
  readonly workspaceDir: string;
  /** Names of the variables that the WorkspaceConfig sets, as environment or from credentials. */
  readonly variables: ReadonlySet<string>;
}

/** A variable with a credential, of which a CLI needs one. */
export interface PresetCredential {
  readonly env: string;
  /** What it is and where people get it. */
  readonly description: string;
}

/** How a preset was tried. */
export interface TriedVersion {
  /** What `spec.agent.version` is by default, and the tag of the image. */
  readonly version: string;
  /** A sentence for the documentation. */
  readonly how: string;
  /** False for a CLI that could not be run where this was written. */
  readonly wasRun: boolean;
}

/** One agent CLI, as data: everything that the planner, the images and the documentation know of it. */
export interface AgentPreset {
  readonly name: PresetName;
  /** For people. */
  readonly title: string;
  /** Where its maker documents it. */
  readonly documentation: string;
  /** Its command. */
  readonly program: string;
  /** The package of the npm registry. @default it is not there */
  readonly npmPackage?: string;
  /**
   * Of this package or one that it brings: a script that has to run after an installation that runs no scripts. Relative to node_modules.
   *
   * @default none
   */
  readonly npmScript?: string;
  readonly tried: TriedVersion;
  readonly credentials: readonly PresetCredential[];
  /** Switches for which there is no argument: no updates, no telemetry. The user's own variables replace them. */
  readonly env: Readonly<Record<string, string>>;
  /** Files below `$HOME` that the wrapper writes unless they exist; the path is relative. */
  homeFiles(setup: AgentSetup): Readonly<Record<string, string>>;
  /** How the prompt reaches the CLI. With `argument`, `{prompt}` stands for it in the arguments. */
  readonly prompt: 'stdin' | 'argument';
  /** Arguments of the program. */
  args(setup: AgentSetup): readonly string[];
  /** Values that the CLI takes for `effort`. Empty: it takes none. */
  readonly efforts: readonly string[];
  readonly permissions: readonly Permissions[];
  readonly hasMaxTurns: boolean;
  readonly hasMaxCost: boolean;
  /** Files of instructions that the CLI reads from the repository. */
  readonly instructionFiles: readonly string[];
  /** Which facts it reports, for the documentation. */
  readonly reports: readonly ('tokens' | 'turns' | 'model' | 'costUsd' | 'sessionId' | 'summary')[];
  /** What people should know besides, each a sentence. */
  readonly notes: readonly string[];
  /** Environment with which it talks to another model, such as the stub. @param url with the mode of the stub, without a slash at the end */
  stubEnv(url: string): Readonly<Record<string, string>>;
  openReader(): StreamReader;
}
