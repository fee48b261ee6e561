import type { SecretEnvVar } from '../../api/generated/kinds.js';
import type { SecretObject } from '../cdk8s-plus-objects.js';

/** The text that a command writes to its standard output. It runs in the Pod when the task starts. */
export interface CommandContext {
  /** The fields of this type. */
  readonly type: 'Command';
  /** The command, and the file for its output. */
  readonly command: CommandFields & {
    readonly filePath: string;
    readonly env?: SecretEnvVar[];
  };
}

interface CommandFields {
  /** Image that the script runs in, with a shell. */
  readonly image: string;
  /** Script for `/bin/sh -eu`. */
  readonly script: string;
  /**
   * Size limit of the output in bytes, at most 131072.
   *
   * @default 32768
   */
  readonly maxBytes?: number;
  /**
   * How long the command can take, in seconds.
   *
   * @default 60
   */
  readonly timeoutSeconds?: number;
}

/** The command of a Command context. */
export interface CommandOptions extends CommandFields {
  /**
   * Environment variables by name. Each value is a key of a Secret. No other container has them.
   *
   * @default none
   */
  readonly env?: Readonly<Record<string, { readonly secret: SecretObject; readonly key: string }>>;
}

/** The output of a command, written to `filePath`. Texts for one path are joined in order. */
export function commandContext(filePath: string, { env, ...fields }: CommandOptions): CommandContext {
  const variables = Object.entries(env ?? {}).map(([name, { secret, key }]) => ({
    name,
    secretKeyRef: { name: secret.name, key },
  }));
  return { type: 'Command', command: { filePath, ...fields, ...(env ? { env: variables } : {}) } };
}
