import type { SecretKeyReference } from '../api/generated/kinds.js';
import type { SecretObject } from './cdk8s-plus-objects.js';

/** One key of a Secret that the agent gets as a variable, as a file, or both. */
export type Credential = CredentialTarget & {
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
};
