/** One repository of a fleet. */
export interface FleetRepository {
  /** A URL for `git clone`, without credentials. */
  readonly url: string;
  /** @default the default branch of the repository */
  readonly branch?: string;
  /** The full id of the commit to check out, instead of the tip of the branch. */
  readonly commit?: string;
  /** The language that most of it is written in. */
  readonly language?: string;
  /** In the order of the file. */
  readonly topics?: readonly string[];
  /** @default false */
  readonly archived?: boolean;
  /** @default false */
  readonly fork?: boolean;
  /** @default false */
  readonly private?: boolean;
}

/** A repository that was found and is not part of the fleet. */
export interface ExcludedRepository {
  readonly url: string;
  /** For people, such as `archived`. */
  readonly reason: string;
}

/** The content of a fleet file. */
export interface FleetFile {
  /**
   * The host whose repositories have task names without a hash, with a port if its URLs have one.
   *
   * @default github.com
   */
  readonly host?: string;
  /** Each repository once. Spellings of one URL count as the same repository. */
  readonly repositories: readonly FleetRepository[];
  /** @default none */
  readonly excluded?: readonly ExcludedRepository[];
}
