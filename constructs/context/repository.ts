import type { SecretObject } from '../cdk8s-plus-objects.js';

/** A Git repository cloned into the workspace, writable for the agent. */
export interface RepositoryContext {
  readonly type: 'Repository';
  readonly repository: RepositoryLocation & CloneFields & { readonly secretRef?: { readonly name: string } };
  readonly file?: never;
}

/** `org` and `repo` on github.com, or the `url` of any Git host. */
export type RepositoryLocation =
  | { readonly org: string; readonly repo: string; readonly url?: never }
  | { readonly url: string; readonly org?: never; readonly repo?: never };

interface CloneFields {
  /** Branch or tag to check out. */
  readonly branch: string;
  /**
   * Folder of the clone, relative to the workspace.
   *
   * @default the repository's name
   */
  readonly path?: string;
  /**
   * How many commits to fetch; 0 fetches the whole history.
   *
   * @default 1
   */
  readonly depth?: number;
}

export type RepositoryOptions = RepositoryLocation &
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
