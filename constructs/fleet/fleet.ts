import { readFileSync } from 'node:fs';
import { formatFieldError } from '../../packages/structural-schema/field-error.js';
import { canonicalRepository } from '../../plan/context/same-repository.js';
import { defaultHost } from '../../plan/fleet/default-host.js';
import type { ExcludedRepository, FleetFile, FleetRepository } from '../../plan/fleet/fleet.js';
import { readGhRepoList } from '../../plan/fleet/gh-repo-list.js';
import { fleetErrors, type ReadFleet, readFleetFile } from '../../plan/fleet/read-fleet-file.js';
import { placeOf, type WeightedPlace } from '../../plan/fleet/rendezvous.js';
import { repositoryTaskNames } from '../../plan/fleet/task-names.js';
import { manifestOf } from '../../plan/manifest/yaml/manifest.js';
import { whyUnreadable } from '../../plan/text/why-unreadable.js';
import { Context } from '../context/context.js';
import type { RepositoryLocation, RepositoryVersion } from '../context/repository.js';
import { SynthesisError } from '../synthesis-error.js';

/** Argument for `Context.repository`: the commit of a repository if the fleet has one, otherwise its branch. */
export type FleetClone = RepositoryLocation & RepositoryVersion;

/** The task of a repository, for `tasks` of a BatchConstruct. */
export interface FleetTask {
  /** `<owner>-<repository>`, with a hash where another repository could have the same name. It depends on its URL alone. */
  readonly name: string;
  readonly contexts: readonly Context[];
}

/**
 * The repositories that a Batch works on, in a stable order and each once. A fleet is immutable: `filter` and `shard`
 * return a new fleet. As `variableContexts` of a BatchConstruct, it is one task per repository.
 */
export class Fleet {
  /**
   * Reads a fleet file, for example from `kubectl task fleet list`. A relative path starts at the working directory.
   *
   * @throws SynthesisError with all problems, each with its line and column
   */
  static fromFile(path: string): Fleet {
    return Fleet.#made(readFleetFile(manifestOf(path, bytesOf(path))));
  }

  /**
   * Reads the output of `gh repo list <owner> --limit 10000 --json url,defaultBranchRef,isArchived,isEmpty,…`. `url` or
   * `nameWithOwner` is required. All other fields are optional. Empty repositories are excluded.
   *
   * @param json the text, or the value that was parsed from it
   * @throws SynthesisError with all problems
   */
  static fromGhRepoList(json: string | readonly unknown[]): Fleet {
    return Fleet.#made(readGhRepoList(json));
  }

  /**
   * A fleet of repositories that are listed in code.
   *
   * @throws SynthesisError with all problems
   */
  static of(repositories: readonly FleetRepository[]): Fleet {
    const fleet = { repositories };
    const problems = fleetErrors(fleet).map((error) => `Fleet: ${formatFieldError(error)}`);
    return Fleet.#made(problems.length > 0 ? { problems } : { fleet });
  }

  /** The repositories in the order of their source, each once. */
  readonly repositories: readonly FleetRepository[];
  /** Repositories that the source excludes, with the reason. Can be empty. */
  readonly excluded: readonly ExcludedRepository[];

  /** The host whose repositories have task names without a hash. */
  readonly host: string;

  private constructor({ repositories, excluded = [], host = defaultHost }: FleetFile) {
    this.host = host;
    this.repositories = repositories;
    this.excluded = excluded;
  }

  static #made({ fleet, problems }: ReadFleet): Fleet {
    if (problems) throw new SynthesisError(problems);
    return new Fleet(fleet);
  }

  /** How many repositories there are. */
  get size(): number {
    return this.repositories.length;
  }

  /** The repositories for which the predicate is true, in the same order. */
  filter(predicate: (repository: FleetRepository) => boolean): Fleet {
    const { excluded, host } = this;
    return new Fleet({ host, excluded, repositories: this.repositories.filter((one) => predicate(one)) });
  }

  /**
   * Part `i` of `n`. Every repository is in exactly one part, which depends on its URL alone. If you add or remove a
   * repository, the others stay in their part. If you change `n`, as few as possible move.
   *
   * @param n number of parts, at least 1
   * @param i from 0 to n - 1
   * @throws RangeError for other numbers
   */
  shard(n: number, i: number): Fleet {
    const parts = partsOf(n);
    const part = Number.isInteger(i) ? parts[i] : undefined;
    if (!part) throw new RangeError(`Cannot take part ${i} of ${n}: i is ${i}; give a whole number from 0 to ${n - 1}`);
    return this.filter(({ url }) => placeOf(canonicalRepository(url), parts) === part);
  }

  /**
   * One task per repository, in the same order, for `tasks` of a BatchConstruct. Its name comes from the repository. If
   * you add or remove a repository, no other Job changes.
   *
   * @param contextsOf as of `contexts`
   */
  tasks(contextsOf: ContextsOf = cloneAlone): FleetTask[] {
    const names = repositoryTaskNames(
      this.repositories.map(({ url }) => url),
      this.host,
    );
    return this.repositories.map((one) => ({
      name: names.get(one.url) ?? '',
      contexts: contextsOf(one, cloneOf(one)),
    }));
  }

  /**
   * One list of contexts per repository, in the same order, for `variableContexts` of a BatchConstruct.
   *
   * @param contextsOf the contexts of one task. `clone` is an argument for `Context.repository`. Without it, only the
   * repository.
   */
  contexts(contextsOf: ContextsOf = cloneAlone): Context[][] {
    return this.repositories.map((repository) => [...contextsOf(repository, cloneOf(repository))]);
  }
}

/** The contexts of one task; `clone` is what `Context.repository` takes. */
type ContextsOf = (repository: FleetRepository, clone: FleetClone) => readonly Context[];

const cloneAlone: ContextsOf = (_, clone) => [Context.repository(clone)];

function cloneOf({ url, branch, commit }: FleetRepository): FleetClone {
  if (commit !== undefined) return { url, revision: commit };
  return branch === undefined ? { url } : { url, branch };
}

function bytesOf(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    const problem = `${path}: cannot be read: ${whyUnreadable(error)}; give the path of a fleet file`;
    throw new SynthesisError([problem]);
  }
}

type Parts = readonly [WeightedPlace, ...WeightedPlace[]];

function partsOf(n: number): Parts {
  if (!Number.isInteger(n) || n < 1) {
    throw new RangeError(`Cannot divide a fleet into ${n} parts; give a whole number of at least 1`);
  }
  const [first = partOf(0), ...others] = Array.from({ length: n }, (_, index) => partOf(index));
  return [first, ...others];
}

const partOf = (index: number): WeightedPlace => ({ name: String(index), weight: 1 });
