import type { SecretKeyReference, ServiceAccountToken } from '../api/generated/kinds.js';
import type { SecretObject } from './cdk8s-plus-objects.js';

/** What the agent gets: one key of a Secret as a variable, as a file, or both, or a token of its ServiceAccount as a file. */
export type Credential = SecretCredential | IdentityCredential;

/** A token of the workspace's `serviceAccount` for one audience, such as a cloud. */
export interface IdentityCredential extends IdentityTarget {
  /** Name of the credential for people, unique in a WorkspaceConfig. */
  readonly name: string;
  readonly serviceAccountToken: Readonly<ServiceAccountToken>;
  readonly secretRef?: never;
}

/** Target of a token of the ServiceAccount: a file. */
export interface IdentityTarget {
  /** Path of the file with the token. No other file is in its folder. */
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
  /** Name of the credential for people, unique in a WorkspaceConfig. */
  readonly name: string;
  readonly secretRef: Readonly<SecretKeyReference>;
};

/** Target of the value: a variable, a file, or both. */
export type CredentialTarget = CredentialVariable | CredentialFile;

/** A variable, and a file if `mountPath` is set. */
export interface CredentialVariable {
  /** Name of the variable. */
  readonly env: string;
  /**
   * Path of a file that also has the value.
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

/** Only a file. */
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
  /** `Credential.fromSecret('github', secret, 'token', { env: 'GITHUB_TOKEN' })`. The default file mode is 0o600. */
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
