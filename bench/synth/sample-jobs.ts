import { loadAll } from 'js-yaml';
import * as kubetask from '../../constructs/index.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { sampleBatch } from './sample-batch.js';

/** What the peers write: the same objects, each made by a function that does nothing but make it. */
export interface SampleObjects {
  /** All but the Jobs. */
  readonly others: readonly object[];
  /** The body of a function of `index` and `key` that returns a Job. */
  readonly job: string;
}

/** The objects of the sample batch of that many repositories. */
export function sampleObjects(repositories: number): SampleObjects {
  const others = objectsOf(repositories).filter(({ kind }) => kind !== 'Job');
  const [first, second] = objectsOf(2).filter(({ kind }) => kind === 'Job');
  if (!first || !second) throw new Error('Cannot make sample Jobs: the sample batch has none');
  const job = `return ${sourceOf(first, second, keyOf(first))};`;
  const made: unknown = new Function('index', 'key', job)(1, keyOf(second));
  if (JSON.stringify(made) !== JSON.stringify(second)) throw new Error('Cannot make sample Jobs: they differ');
  return { others, job };
}

function objectsOf(repositories: number): KubernetesObject[] {
  const app = new kubetask.KubetaskApp();
  sampleBatch(kubetask, app, repositories);
  return loadAll([...app.manifests().values()].join('---\n')) as KubernetesObject[];
}

const keyOf = ({ metadata }: KubernetesObject): string => metadata.annotations?.['kubetask.io/task-key'] ?? '';

/** An object literal: where two Jobs differ, an expression of `index` and `key`. */
function sourceOf(first: unknown, second: unknown, key: string): string {
  if (typeof first === 'string') return first === second ? JSON.stringify(first) : expressionOf(first, key);
  if (Array.isArray(first)) return `[${first.map((item, i) => sourceOf(item, (second as unknown[])[i], key)).join()}]`;
  if (typeof first !== 'object' || first === null) return JSON.stringify(first);
  const other = second as Record<string, unknown>;
  const members = Object.entries(first).map(
    ([name, value]) => `${JSON.stringify(name)}:${sourceOf(value, other[name], key)}`,
  );
  return `{${members.join()}}`;
}

const expressionOf = (text: string, key: string): string =>
  JSON.stringify(text)
    .replace(/^"|"$/g, '`')
    .replaceAll(key, '$' + '{key}')
    .replaceAll(key.slice(0, 12), '$' + '{key.slice(0, 12)}')
    .replace(/(?<=task-|service-|^`)0/g, '$' + '{index}');
