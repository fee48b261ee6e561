import type { SecretKeyReference, ServiceAccountToken } from '../api/generated/kinds.js';
import type { SecretObject } from './cdk8s-plus-objects.js';

/** What the agent gets: one key of a Secret as a variable, as a file, or both, or a token of its ServiceAccount as a file. */
export type Credential = SecretCredential | IdentityCredential;

/** A token of the workspace's `serviceAccount` for one audience, such as a cloud. */
export interface IdentityCredential extends IdentityTarget {
  /** For people; unique in a WorkspaceConfig. */
  readonly name: string;
  readonly serviceAccountToken: Readonly<ServiceAccountToken>;
  readonly secretRef?: never;
}

/** Where the agent finds a token of its ServiceAccount. */
export interface IdentityTarget {
  /** Path of the file with the token, in a folder of its own. */
  readonly mountPath: string;
  /**
   * Name of a variable with this path.
   *
   * @default none
   */
  readonly env?: string;
}

/** One key of a Secret that the agent gets as a variable, as a file, or both. */
export type SecretCredential = CredentialTarget & {
  /** For people; unique in a WorkspaceConfig. */
  readonly name: string;
  readonly secretRef: Readonly<SecretKeyReference>;
};

/** Where the agent gets the value: in a variable, in a file, or both. */
export type CredentialTarget = CredentialVariable | CredentialFile;

/** A variable, and a file if `mountPath` is set. */
export interface CredentialVariable {
  /** Name of the variable. */
  readonly env: string;
  /**
   * Path of a file with the value, too.
   *
   * @default no file
   */
  readonly mountPath?: string;
  /**
   * Mode of the file.
   *
   * @default 0o600
   */
  readonly fileMode?: number;
}

/** A file alone. */
export interface CredentialFile {
  /** Path of the file. */
  readonly mountPath: string;
  /**
   * Mode of the file.
   *
   * @default 0o600
   */
  readonly fileMode?: number;
  /** Absent: a target with `env` is a CredentialVariable. */
  readonly env?: never;
}

/** Builder of credentials. */
export const Credential = {
  /** `Credential.fromSecret('github', secret, 'token', { env: 'GITHUB_TOKEN' })`; the file mode is 0o600 unless given. */
  fromSecret: (name: string, secret: SecretObject, key: string, target: CredentialTarget): Credential => ({
    name,
    secretRef: { name: secret.name, key },
    ...target,
  }),
  /**
   * `Credential.fromServiceAccount('aws', { audience: 'sts.amazonaws.com' }, { mountPath: '/var/run/secrets/tokens/aws/token', env: 'AWS_WEB_IDENTITY_TOKEN_FILE' })`;
   * the workspace needs a `serviceAccount`.
   */
  fromServiceAccount: (name: string, token: ServiceAccountToken, target: IdentityTarget): Credential => ({
    name,
    serviceAccountToken: { ...token },
    ...target,
  }),
};
