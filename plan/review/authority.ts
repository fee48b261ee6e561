import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { isJsonObject, type JsonObject } from '../../packages/structural-schema/json-schema-props.js';
import { levelCollector } from './level-collector.js';
import { namedObject } from './named-object.js';
import type { NewAuthority, NewLevel, NewName } from './plan-review.js';
import type { Side } from './side.js';

/** What the objects of `after` may use that no object of `before` did, each with the first object that has it. */
export function newAuthority(before: Side, after: Side): NewAuthority {
  const [old, young] = [authorityOf(before), authorityOf(after)];
  const added = <Value>(field: keyof Authority): Value[] =>
    [...young[field]].filter(([key]) => !old[field].has(key)).map(([, value]) => value as Value);
  return {
    images: added('images'),
    secrets: added('secrets'),
    serviceAccounts: added('serviceAccounts'),
    tokenAudiences: added('audiences'),
    podSecurity: added('levels'),
  };
}

interface Authority {
  readonly images: Map<string, NewName>;
  readonly secrets: Map<string, NewName>;
  readonly serviceAccounts: Map<string, NewName>;
  readonly audiences: Map<string, NewName>;
  readonly levels: Map<string, NewLevel>;
}

function authorityOf(side: Side): Authority {
  const found: Authority = {
    images: new Map(),
    secrets: new Map(),
    serviceAccounts: new Map(),
    audiences: new Map(),
    levels: new Map(),
  };
  const collectLevel = levelCollector(found.levels);
  for (const { object } of side.objects.values()) {
    const place = { namespace: object.metadata.namespace, object };
    collectNames({ ...object }, '', { found, place });
    collectLevel(place);
  }
  return found;
}

interface Place {
  readonly namespace: string | undefined;
  readonly object: KubernetesObject;
}

interface Walk {
  readonly found: Authority;
  readonly place: Place;
}

/** Fields in which nothing is named, and which most Jobs consist of. */
const nameless = new Set(['metadata', 'securityContext', 'command', 'volumeMounts', 'resources', 'data', 'status']);

/** In all kinds, ours and those of others: fields that name an image, a Secret or a ServiceAccount are called so. */
function collectNames(value: unknown, field: string, walk: Walk): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const item of value) {
      if (field === 'imagePullSecrets') addSecret(isJsonObject(item) ? item['name'] : item, walk);
      collectNames(item, field, walk);
    }
    return;
  }
  for (const key of Object.keys(value)) {
    if (nameless.has(key)) continue;
    const child = (value as JsonObject)[key];
    collectNamed(key, child, walk);
    if (typeof child === 'object') collectNames(child, key, walk);
  }
}

/** Of `gitTokens`. */
const keyFields = ['privateKeyRef', 'tokenRef', 'passwordRef'];
const secretFields = new Set(['secretRef', 'secretKeyRef', 'nodePublishSecretRef', 'secret', ...keyFields]);

function collectNamed(key: string, child: unknown, walk: Walk): void {
  const { found, place } = walk;
  if (key === 'image' || key.endsWith('Image')) addName(found.images, child, undefined, place.object);
  else if (key === 'serviceAccountName') addName(found.serviceAccounts, child, place.namespace, place.object);
  else if (key === 'serviceAccountToken') addName(found.audiences, audienceIn(child), place.namespace, place.object);
  else if (key === 'secretName') addSecret(child, walk);
  else if (secretFields.has(key)) addSecret(nameIn(child), walk);
}

/** A volume says `secretName`, which is found below. */
const nameIn = (value: unknown): unknown => (isJsonObject(value) ? value['name'] : value);

/** Without one, a token is for the API server. */
const audienceIn = (token: unknown): unknown =>
  isJsonObject(token) ? (token['audience'] ?? 'the API server') : undefined;

const addSecret = (name: unknown, { found, place }: Walk): void =>
  addName(found.secrets, name, place.namespace, place.object);

function addName(
  names: Map<string, NewName>,
  name: unknown,
  namespace: string | undefined,
  object: KubernetesObject,
): void {
  if (typeof name !== 'string' || name === '') return;
  const key = `${namespace ?? ''}/${name}`;
  if (names.has(key)) return;
  names.set(key, { name, ...(namespace === undefined ? {} : { namespace }), object: namedObject(object) });
}
