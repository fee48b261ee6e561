import { AGENT_CONTAINER, setupContainers } from '../../../api/containers.js';
import { isJsonObject, type JsonObject } from '../../../packages/structural-schema/json-schema-props.js';
import { FILES_DIR } from '../../pod/paths.js';
import { containersOf, itemsOf, type PodTemplate } from '../../pod-security/pod-templates.js';
import type { CauseType } from '../plan-review.js';
import type { Aspect, AspectValue } from './aspect.js';

/** Finds the text of a key of a ConfigMap among the objects of the same side. */
export type FindText = (configMap: string, key: string) => AspectValue | undefined;

/** The files that the agent reads, by path, each with its parts; and scripts that are files, by step. */
export function fileAspects(pod: PodTemplate, find: FindText): Aspect[] {
  const paths = filePaths(pod);
  const files = new Map<string, { type: CauseType; subject: string; values: AspectValue[] }>();
  const add = (type: CauseType, subject: string, value: AspectValue) => {
    const known = files.get(`${type} ${subject}`);
    if (known) known.values.push(value);
    else files.set(`${type} ${subject}`, { type, subject, values: [value] });
  };
  for (const { path, value } of projectedParts(pod, 'context', find)) {
    const index = Number(path.slice(0, path.indexOf('/')));
    add('Prompt', paths[index] ?? path, value);
  }
  for (const { path, value } of projectedParts(pod, 'scripts', find)) add('Script', path, value);
  return [...files.values()];
}

/** By their number, as the container that writes them has them. */
function filePaths(pod: PodTemplate): string[] {
  const containers = containersOf(pod).map(({ container }) => container);
  const named = (name: string) => containers.find((container) => container['name'] === name);
  const args = named(setupContainers.files.name)?.['args'];
  const mounts = itemsOf(named(AGENT_CONTAINER) ?? {}, 'volumeMounts', '').map(({ container }) => container);
  const outside = (number: string) =>
    mounts.find(({ name, subPath }) => name === 'files' && subPath === number)?.['mountPath'];
  return (Array.isArray(args) ? args : []).map((path: unknown) => {
    const text = String(path);
    const place = text.startsWith(`${FILES_DIR}/`) ? outside(text.slice(FILES_DIR.length + 1)) : undefined;
    return typeof place === 'string' ? place : text;
  });
}

interface ProjectedPart {
  readonly path: string;
  readonly value: AspectValue;
}

function projectedParts({ spec, specPath }: PodTemplate, volume: string, find: FindText): ProjectedPart[] {
  const found = itemsOf(spec, 'volumes', specPath).find(({ container }) => container['name'] === volume)?.container;
  const projected = found?.['projected'];
  if (!isJsonObject(projected)) return [];
  return itemsOf(projected, 'sources', '').flatMap(({ container: source }) => [
    ...partsOf(source['configMap'], (name, key) => find(name, key) ?? reference('ConfigMap', name, key)),
    ...partsOf(source['secret'], (name, key) => reference('Secret', name, key)),
  ]);
}

function partsOf(source: unknown, toValue: (name: string, key: string) => AspectValue): ProjectedPart[] {
  if (!isJsonObject(source)) return [];
  return itemsOf(source as JsonObject, 'items', '').map(({ container: item }) => ({
    path: String(item['path']),
    value: toValue(String(source['name']), String(item['key'])),
  }));
}

const reference = (kind: string, name: string, key: string): AspectValue => {
  const text = `${kind} ${name}, key ${key}`;
  return { raw: text, shown: () => text };
};
