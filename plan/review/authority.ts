import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { isJsonObject, type JsonObject } from '../../packages/structural-schema/json-schema-props.js';
import { baselineControls } from '../pod-security/baseline.js';
import type { Violation } from '../pod-security/control.js';
import { podTemplateOf } from '../pod-security/pod-templates.js';
import { restrictedControls } from '../pod-security/restricted.js';
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
    podSecurity: added('levels'),
  };
}

interface Authority {
  readonly images: Map<string, NewName>;
  readonly secrets: Map<string, NewName>;
  readonly serviceAccounts: Map<string, NewName>;
  readonly levels: Map<string, NewLevel>;
}

function authorityOf(side: Side): Authority {
  const found: Authority = { images: new Map(), secrets: new Map(), serviceAccounts: new Map(), levels: new Map() };
  // Planned objects share parts: each is looked at once for a namespace.
  const seen = new Map<string, WeakSet<object>>();
  for (const { object } of side.objects.values()) {
    const namespace = object.metadata.namespace ?? '';
    const known = seen.get(namespace) ?? new WeakSet();
    seen.set(namespace, known);
    const place = { namespace: object.metadata.namespace, object };
    collectNames({ ...object }, '', { found, known, place });
    collectLevel(found.levels, place);
  }
  return found;
}

interface Place {
  readonly namespace: string | undefined;
  readonly object: KubernetesObject;
}

interface Walk {
  readonly found: Authority;
  readonly known: WeakSet<object>;
  readonly place: Place;
}

/** In all kinds, ours and those of others: fields that name an image, a Secret or a ServiceAccount are called so. */
function collectNames(value: unknown, field: string, walk: Walk): void {
  if (typeof value !== 'object' || value === null || walk.known.has(value)) return;
  walk.known.add(value);
  if (Array.isArray(value)) {
    for (const item of value) {
      if (field === 'imagePullSecrets') addSecret(isJsonObject(item) ? item['name'] : item, walk);
      collectNames(item, field, walk);
    }
    return;
  }
  for (const [key, child] of Object.entries(value as JsonObject)) {
    if (/^(image|[a-z]+Image)$/.test(key)) addName(walk.found.images, child, undefined, walk.place.object);
    else if (key === 'serviceAccountName') addName(walk.found.serviceAccounts, child, walk.place, walk.place.object);
    else if (key === 'secretName') addSecret(child, walk);
    else if (/^(secret|secret(Key)?Ref|nodePublishSecretRef)$/.test(key)) addSecret(nameIn(child), walk);
    collectNames(child, key, walk);
  }
}

/** A volume says `secretName`, which is found below. */
const nameIn = (value: unknown): unknown => (isJsonObject(value) ? value['name'] : value);

const addSecret = (name: unknown, { found, place }: Walk): void => addName(found.secrets, name, place, place.object);

function addName(names: Map<string, NewName>, name: unknown, place: Place | undefined, object: KubernetesObject): void {
  if (typeof name !== 'string' || name === '') return;
  const namespace = place?.namespace;
  const key = JSON.stringify([namespace, name]);
  if (names.has(key)) return;
  names.set(key, { name, ...(namespace === undefined ? {} : { namespace }), object: namedObject(object) });
}

const mostReasons = 10;

function collectLevel(levels: Map<string, NewLevel>, { namespace, object }: Place): void {
  const pod = podTemplateOf(object);
  if (!pod) return;
  const violations = (controls: typeof baselineControls): Violation[] => controls.flatMap((control) => control(pod));
  const baseline = violations(baselineControls);
  const restricted = baseline.length > 0 ? [] : violations(restrictedControls);
  const level = baseline.length > 0 ? 'privileged' : restricted.length > 0 ? 'baseline' : 'restricted';
  const key = JSON.stringify([namespace, level]);
  if (levels.has(key)) return;
  const reasons = [...baseline, ...restricted].map(({ path, detail }) => `${path}: ${detail}`).slice(0, mostReasons);
  levels.set(key, {
    level,
    ...(namespace === undefined ? {} : { namespace }),
    object: namedObject(object),
    reasons,
  });
}
