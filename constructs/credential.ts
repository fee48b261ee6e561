import type { SecretKeyReference } from '../api/generated/kinds.js';
import type { SecretObject } from './cdk8s-plus-objects.js';

/** One key of a Secret that the agent gets as a variable, as a file, or both. */
export type Credential = CredentialTarget & {
  /** For people; unique in a WorkspaceConfig. */
  readonly name: string;
  readonly secretRef: Readonly<SecretKeyReference>;
};

/** Where the agent gets the value: in a variable, in a file, or both. */
export type CredentialTarget =
  | { readonly env: string; readonly mountPath?: string; readonly fileMode?: number }
  | { readonly mountPath: string; readonly fileMode?: number; readonly env?: never };

/** Builder of credentials. */
export const Credential = {
  /** `Credential.fromSecret('github', secret, 'token', { env: 'GITHUB_TOKEN' })`; the file mode is 0o600 unless given. */
  fromSecret: (name: string, secret: SecretObject, key: string, target: CredentialTarget): Credential => ({
    name,
    secretRef: { name: secret.name, key },
    ...target,
  }),
};
