import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { baselineControls } from '../pod-security/baseline.js';
import type { Violation } from '../pod-security/control.js';
import { containersOf, itemsOf, type PodTemplate, podTemplateOf } from '../pod-security/pod-templates.js';
import { restrictedControls } from '../pod-security/restricted.js';
import { isEqual } from './is-equal.js';
import { namedObject } from './named-object.js';
import type { NewLevel } from './plan-review.js';

const mostReasons = 10;

interface Place {
  readonly namespace: string | undefined;
  readonly object: KubernetesObject;
}

/** Adds the Pod Security level that the Pods of an object need, by namespace and level, with the first object that needs it. */
export function levelCollector(levels: Map<string, NewLevel>): (place: Place) => void {
  let last: unknown;
  return ({ namespace, object }) => {
    const pod = podTemplateOf(object);
    // The Jobs of a run ask for the same.
    const shape = pod && [namespace, shapeOf(pod)];
    if (!pod || isEqual(shape, last)) return;
    last = shape;
    const found = levelOf(pod);
    const key = JSON.stringify([namespace, found.level]);
    if (levels.has(key)) return;
    levels.set(key, { ...found, ...(namespace === undefined ? {} : { namespace }), object: namedObject(object) });
  };
}

function levelOf(pod: PodTemplate): Pick<NewLevel, 'level' | 'reasons'> {
  const violations = (controls: typeof baselineControls): Violation[] => controls.flatMap((control) => control(pod));
  const baseline = violations(baselineControls);
  if (baseline.length > 0) return { level: 'privileged', reasons: reasonsOf(baseline) };
  const restricted = violations(restrictedControls);
  return { level: restricted.length > 0 ? 'baseline' : 'restricted', reasons: reasonsOf(restricted) };
}

const reasonsOf = (violations: readonly Violation[]): string[] =>
  violations.slice(0, mostReasons).map(({ path, detail }) => `${path}: ${detail}`);

/** All that the controls look at, and more. */
function shapeOf(pod: PodTemplate): unknown {
  const { containers: _, initContainers: __, ephemeralContainers: ___, volumes: ____, ...others } = pod.spec;
  return [
    others,
    pod.metadata['annotations'] === undefined ? null : appArmorOf(pod.metadata['annotations']),
    containersOf(pod).map(({ container: { securityContext, ports } }) => [securityContext ?? null, ports ?? null]),
    itemsOf(pod.spec, 'volumes', '').map(({ container: { name: _name, ...volume } }) => Object.keys(volume)),
  ];
}

const appArmorOf = (annotations: unknown): unknown =>
  Object.entries(annotations as object).filter(([key]) => key.startsWith('container.apparmor'));
