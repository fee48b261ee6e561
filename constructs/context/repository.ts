import type { SecretObject } from '../cdk8s-plus-objects.js';

/** A Git repository cloned into the workspace, writable for the agent. */
export interface RepositoryContext {
  /** The fields of this type. */
  readonly type: 'Repository';
  /** The repository, and how it is cloned. */
  readonly repository: RepositoryLocation &
    RepositoryVersion &
    CloneFields & { readonly secretRef?: { readonly name: string } };
}

/* The compiler shows these where there is one too many. */
type OneLocation = 'give either org and repo, or url';
type OneVersion = 'give either branch or revision';

/** `org` and `repo` on github.com, or the `url` of any Git host. */
export type RepositoryLocation = GitHubRepository | RepositoryUrl;

/** A repository on github.com. */
export interface GitHubRepository {
  /** The organization or user. */
  readonly org: string;
  /** The name of the repository. */
  readonly repo: string;
  /** Absent: the repository is on github.com. */
  readonly url?: OneLocation;
}

/** A repository on any Git host. */
export interface RepositoryUrl {
  /** A URL for git, without credentials. */
  readonly url: string;
  /** Absent: the URL has it. */
  readonly org?: OneLocation;
  /** Absent: the URL has it. */
  readonly repo?: OneLocation;
}

/** The tip of a branch, or a fixed revision. Without both, the tip of the default branch. */
export type RepositoryVersion =
  | {
      /**
       * Branch to check out, or a tag.
       *
       * @default the default branch of the repository
       */
      readonly branch?: string;
      readonly revision?: OneVersion;
    }
  | {
      /** Tag, commit or full ref, such as `refs/pull/7/head`, to check out without a branch. */
      readonly revision: string;
      readonly branch?: OneVersion;
    };

interface CloneFields {
  /**
   * Folder of the clone, relative to the workspace.
   *
   * @default the repository's name
   */
  readonly path?: string;
  /**
   * How many commits to fetch. 0 fetches the whole history.
   *
   * @default 1
   */
  readonly depth?: number;
  /**
   * Whether submodules are cloned, or also those of the submodules. The Secret's token is then offered to every repository of the
   * same host.
   *
   * @default false
   */
  readonly submodules?: boolean | 'recursive';
  /**
   * Whether files in Git LFS are fetched. Needs git-lfs in the image that clones.
   *
   * @default false
   */
  readonly lfs?: boolean;
  /**
   * Seconds that each of three attempts to clone may take.
   *
   * @default 600
   */
  readonly timeoutSeconds?: number;
  /**
   * Which SSH servers are trusted: those whose key is in `known_hosts` of the Secret or in the image, or also new ones.
   *
   * @default 'Strict'
   */
  readonly hostKeyChecking?: 'Strict' | 'AcceptNew';
}

/** The repository of a Repository context. */
export type RepositoryOptions = RepositoryLocation &
  RepositoryVersion &
  CloneFields & {
    /**
     * Secret for the clone alone: keys `token`, or `username` and `password`, or `ssh-privatekey` with `known_hosts`.
     *
     * @default the repository is public
     */
    readonly secret?: SecretObject;
  };

export function repositoryContext({ secret, ...repository }: RepositoryOptions): RepositoryContext {
  const secretRef = secret ? { secretRef: { name: secret.name } } : {};
  return { type: 'Repository', repository: { ...repository, ...secretRef } };
}
