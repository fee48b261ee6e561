import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import type { OutputFormat, WholeFormat } from '../args/output-format.js';
import { jsonPathText } from './json-path-text.js';
import { yamlOf } from './yaml.js';

/** A value as text, ending in a newline; `name` and `wide` are their callers'. */
export function formatted(value: unknown, format: WholeFormat): string {
  switch (format.type) {
    case 'json':
      return `${JSON.stringify(value, null, 4)}\n`;
    case 'yaml':
      return yamlOf(value);
    case 'jsonpath':
      return `${jsonPathText(format.template, value)}\n`;
  }
}

/** Whether `-o` asks for the object itself, not for a table or a name. */
export const isWhole = (format: OutputFormat | undefined): format is WholeFormat =>
  format !== undefined && format.type !== 'name' && format.type !== 'wide';

/** The list kubectl wraps several objects in. */
export const listOf = (items: readonly KubernetesObject[]): object => ({
  apiVersion: 'v1',
  kind: 'List',
  metadata: { resourceVersion: '' },
  items,
});
