import type { KeyReference } from '../../api/generated/kinds.js';
import type { ConfigMapObject, SecretObject } from '../cdk8s-plus-objects.js';

/** A text written to a file before the agent starts. */
export interface FileContext {
  /** The fields of this type. */
  readonly type: 'File';
  /** The file, and the source of its text. */
  readonly file: { readonly filePath: string; readonly source: FileContent };
}

/** Source of a text: exactly one. */
export type FileContent =
  | {
      readonly inline: string;
      /** Whether `${params.x}` and the like in the text are replaced for each task of a Batch. */
      readonly template?: boolean;
      readonly configMapKeyRef?: never;
      readonly secretKeyRef?: never;
    }
  | {
      readonly configMapKeyRef: Readonly<KeyReference>;
      readonly inline?: never;
      readonly secretKeyRef?: never;
      readonly template?: never;
    }
  | {
      readonly secretKeyRef: Readonly<KeyReference>;
      readonly inline?: never;
      readonly configMapKeyRef?: never;
      readonly template?: never;
    };

/** Options of a reference to a ConfigMap or Secret. */
export interface ReferenceOptions {
  /**
   * Whether the object or the key can be missing. The text is then empty.
   *
   * @default false
   */
  readonly optional?: boolean;
}

/** Builders of the source of a text. */
export const FileContent = {
  /** The text itself. */
  inline: (text: string): FileContent => ({ inline: text }),

  /**
   * A text in which `${repository.org}`, `${repository.repo}`, `${repository.branch}`, `${task.name}`, `${task.index}`
   * and `${params.<name>}` are replaced for each task of a Batch. `$${` is the text `${`.
   */
  template: (text: string): FileContent => ({ inline: text, template: true }),

  /** One key of a ConfigMap in the same namespace, read when the task starts. */
  fromConfigMap: (configMap: ConfigMapObject, key: string, options: ReferenceOptions = {}): FileContent => ({
    configMapKeyRef: { name: configMap.name, key, ...options },
  }),

  /** One key of a Secret in the same namespace. Its text is only in the file, never in another object. */
  fromSecret: (secret: SecretObject, key: string, options: ReferenceOptions = {}): FileContent => ({
    secretKeyRef: { name: secret.name, key, ...options },
  }),
};

/** Texts for one path are joined in order. A string is inline text. */
export function fileContext(filePath: string, content: string | FileContent): FileContext {
  const source = typeof content === 'string' ? FileContent.inline(content) : content;
  return { type: 'File', file: { filePath, source } };
}
