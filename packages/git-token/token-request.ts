/** Which token is wanted: for one repository, from one key. Everything is resolved: nothing is guessed from a URL. */
export interface TokenRequest {
  /** Of the rule that asks, for people. */
  readonly name: string;
  /** The URL of the repository as git has it. */
  readonly repository: string;
  /** `https://host`, for the credential helper: scheme, host and port. */
  readonly place: string;
  /** Address of the API, without a slash at its end. */
  readonly apiUrl: string;
  /** What the host calls the repository: `owner/name`, or `group/subgroup/project`. */
  readonly path: string;
  readonly access: 'read' | 'write';
  /** Holds the private key, the token or the password. */
  readonly keyFile: string;
  /** Where the token goes. */
  readonly folder: string;
  /** Whether it is kept fresh, and revoked at the end. */
  readonly refresh: boolean;
  readonly host: GitHubApp | GitLab | Gitea;
}

/** An installation of a GitHub App; the key is its private key. */
export interface GitHubApp {
  readonly type: 'githubApp';
  /** App ID or client ID. */
  readonly appId: string;
  readonly installationId: number;
  /** Beside `contents`. */
  readonly permissions: Readonly<Record<string, string>>;
}

/** GitLab; the key is a token with the scope `api`. */
export interface GitLab {
  readonly type: 'gitlab';
}

/** Gitea or Forgejo; the key is the password of the user. */
export interface Gitea {
  readonly type: 'gitea';
  /** To whom the password belongs. */
  readonly username: string;
}

/** A token, and how it ends. */
export interface MintedToken {
  readonly username: string;
  readonly token: string;
  /** Milliseconds, by the clock of this machine. */
  readonly expiresAt: number;
  /** What the host calls it; GitHub knows a token by its text. */
  readonly id?: string;
  /** What a person should know of it. */
  readonly note?: string;
}
