import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { isJsonObject, type JsonObject } from '../../../packages/structural-schema/json-schema-props.js';
import { itemsOf, type PodTemplate } from '../../pod-security/pod-templates.js';
import { type Aspect, aspect } from './aspect.js';

/** What other aspects say, and what an API server and a scheduler add. */
const known = new Set([
  ...['containers', 'initContainers', 'volumes'],
  ...['serviceAccount', 'nodeName', 'priority', 'preemptionPolicy'],
]);

/** Of the Pod as a whole, the Secrets that it mounts, and of its Job. */
export function podAspects(pod: PodTemplate, object: KubernetesObject): Aspect[] {
  const { spec, specPath } = pod;
  const fields = Object.keys(spec).filter((field) => !known.has(field));
  const volumes = itemsOf(spec, 'volumes', specPath).flatMap(({ container }) => volumeAspects(container));
  return [...volumes, ...fields.flatMap((field) => aspect('Pod', field, spec[field])), ...jobAspects(object)];
}

/** Other aspects say what is in them. */
const readVolumes = new Set<unknown>(['context', 'scripts', 'setup']);

function volumeAspects({ name, ...volume }: JsonObject): Aspect[] {
  const { secret } = volume;
  if (isJsonObject(secret)) return aspect('Credential', String(name), secret, 'secret');
  return readVolumes.has(name) ? [] : aspect('Pod', `volume ${String(name)}`, volume, 'volume');
}

/** What a controller sets, or what needs no new Job. */
const ofJob = new Set(['template', 'selector', 'suspend', 'parallelism', 'manualSelector', 'podReplacementPolicy']);

function jobAspects(object: KubernetesObject): Aspect[] {
  const { spec } = object as KubernetesObject & { readonly spec?: unknown };
  if (object.kind !== 'Job' || !isJsonObject(spec)) return [];
  return Object.keys(spec)
    .filter((field) => !ofJob.has(field))
    .flatMap((field) => aspect('Job', field, spec[field]));
}
