import type { FleetRepository } from '../../../plan/fleet/fleet.js';

/** A repository as its host lists it. */
export interface FoundRepository extends FleetRepository {
  /** Path of its API, such as `/repos/myorg/service-a`. */
  readonly api: string;
  /** Whether it has no commit; undefined if another request must ask. */
  readonly empty: boolean | undefined;
}

/** What fleets need of the API of a Git host. Everything may throw UserError. */
export interface GitHost {
  /** All repositories of the organization or group, in any order, those that are archived among them. */
  list(): Promise<FoundRepository[]>;
  /** Whether it has no commit. */
  isEmpty(repository: FoundRepository): Promise<boolean>;
  /** The language that most of it is written in. */
  language(repository: FoundRepository): Promise<string | undefined>;
  topics(repository: FoundRepository): Promise<readonly string[]>;
  /** Whether its branch has a file or a folder there. */
  hasPath(repository: FoundRepository, path: string): Promise<boolean>;
  /** The tip of its branch; undefined if there is no such branch. */
  commit(repository: FoundRepository): Promise<string | undefined>;
}

/** A path with each segment encoded. */
export const encodedPath = (path: string): string => path.split('/').map(encodeURIComponent).join('/');
