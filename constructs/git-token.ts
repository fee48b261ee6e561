import type { GitToken as GitTokenSpec } from '../api/generated/kinds.js';
import type { SecretObject } from './cdk8s-plus-objects.js';

/** A short-lived token for the repositories below a URL, as `GitToken` makes it. */
export type GitToken = Readonly<GitTokenSpec>;

/** What all rules can say. */
export interface GitTokenOptions {
  /** Which repositories: a host, an owner or one repository, such as `https://github.com/acme`. */
  readonly url: string;
  /**
   * Whether the token may also write, and the agent gets it, for `git push`.
   *
   * @default false: it can only read, and the clone alone gets it
   */
  readonly push?: boolean;
  /**
   * Whether a sidecar replaces the token before it ends, and revokes it at the end. Needs Kubernetes 1.29.
   *
   * @default false: the token ends by itself, after an hour
   */
  readonly refresh?: boolean;
  /**
   * Address of the API of the host.
   *
   * @default where the host usually has it
   */
  readonly apiUrl?: string;
}

/** The key from which tokens are minted; no clone and no agent mounts it. */
export interface MintedFromSecret extends GitTokenOptions {
  /** The Secret with the key. */
  readonly secret: SecretObject;
  /** Name of the key inside the Secret. */
  readonly key: string;
}

/** An installation of a GitHub App; the Secret has its private key. */
export interface GitHubAppOptions extends MintedFromSecret {
  /** App ID or client ID. */
  readonly appId: string;
  /** ID of the installation. */
  readonly installationId: number;
  /**
   * Permissions beside `contents`: `{ pull_requests: 'write' }`.
   *
   * @default none
   */
  readonly permissions?: Readonly<Record<string, 'read' | 'write'>>;
}

/** GitLab; the Secret has a token with the scope `api`. */
export type GitLabOptions = MintedFromSecret;

/** Gitea or Forgejo; the Secret has the password of the user. */
export interface GiteaOptions extends Omit<MintedFromSecret, 'refresh'> {
  /** The user whose tokens are minted. */
  readonly username: string;
}

/** Builder of short-lived tokens. */
export const GitToken = {
  /** `GitToken.githubApp('acme', { url, secret, key: 'private-key.pem', appId: '123456', installationId: 7890123, push: true })`. */
  githubApp(name: string, options: GitHubAppOptions): GitToken {
    const { secret, key, appId, installationId, permissions, ...rule } = options;
    const privateKeyRef = { name: secret.name, key };
    return {
      name,
      ...rule,
      githubApp: { appId, installationId, privateKeyRef, ...(permissions && { permissions: { ...permissions } }) },
    };
  },
  /** Tokens of the projects of GitLab. */
  gitlab: (name: string, { secret, key, ...rule }: GitLabOptions): GitToken => ({
    name,
    ...rule,
    gitlab: { tokenRef: { name: secret.name, key } },
  }),
  /** Tokens of a user of Gitea or Forgejo. A sidecar revokes them, since they never end by themselves. */
  gitea: (name: string, { secret, key, username, ...rule }: GiteaOptions): GitToken => ({
    name,
    ...rule,
    refresh: true,
    gitea: { username, passwordRef: { name: secret.name, key } },
  }),
};
