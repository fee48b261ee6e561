import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import type { WholeFormat } from '../args/output-format.js';
import type { Output } from './output.js';
import { formatted, listOf } from './print-object.js';
import { yamlOf } from './yaml.js';

/**
 * Prints a list that comes page by page, as `kubectl get -o` prints it. JSON and YAML keep one page in memory; a
 * JSONPath needs the whole list.
 */
export async function printPages(
  out: Output,
  format: WholeFormat,
  pages: AsyncIterable<readonly KubernetesObject[]>,
): Promise<void> {
  if (format.type === 'json') return printJson(out, pages);
  if (format.type === 'yaml') return printYaml(out, pages);
  const items: KubernetesObject[] = [];
  for await (const page of pages) items.push(...page);
  await out.write(formatted(listOf(items), format));
}

async function printJson(out: Output, pages: AsyncIterable<readonly KubernetesObject[]>): Promise<void> {
  let before = '';
  await out.write('{\n    "apiVersion": "v1",\n    "items": [');
  for await (const page of pages) {
    for (const item of page) {
      await out.write(`${before}\n${indented(JSON.stringify(item, null, 4), ' '.repeat(8))}`);
      before = ',';
    }
  }
  await out.write('\n    ],\n    "kind": "List",\n    "metadata": {\n        "resourceVersion": ""\n    }\n}\n');
}

async function printYaml(out: Output, pages: AsyncIterable<readonly KubernetesObject[]>): Promise<void> {
  let items = 0;
  for await (const page of pages) {
    for (const item of page) {
      if (items === 0) await out.write('apiVersion: v1\nitems:\n');
      await out.write(yamlOf([item]));
      items += 1;
    }
  }
  const head = items === 0 ? 'apiVersion: v1\nitems: []\n' : '';
  await out.write(`${head}kind: List\nmetadata:\n  resourceVersion: ""\n`);
}

const indented = (text: string, by: string): string => text.replaceAll(/^/gm, by);
