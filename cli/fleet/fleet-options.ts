/** The options of `kubectl task fleet list`. */
export interface FleetOptions extends Wanted {
  readonly githubOrg?: string;
  readonly githubUser?: string;
  readonly gitlabGroup?: string;
  readonly giteaOrg?: string;
  readonly apiUrl?: string;
  /** Writes the commit of each branch, too. */
  readonly pin?: boolean;
  /** A file. @default standard output */
  readonly output?: string;
  /** Seconds. */
  readonly wait: number;
  /** Seconds. */
  readonly requestTimeout: number;
}

/** Which repositories belong to the fleet. */
export interface Wanted {
  /** All of them. */
  readonly topic?: readonly string[];
  /** One of them; in any case of letters. */
  readonly language?: readonly string[];
  /** All of them. */
  readonly path?: readonly string[];
  readonly excludeArchived?: boolean;
  readonly excludeForks?: boolean;
}
