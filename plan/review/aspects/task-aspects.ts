import { isEqual } from '../is-equal.js';
import type { ReviewedTask } from '../reviewed-task.js';
import type { Aspect, AspectValue } from './aspect.js';
import { containerAspects } from './container-aspects.js';
import { type FindText, fileAspects } from './file-aspects.js';
import { podAspects } from './pod-aspects.js';

/** Everything of a task that may be the cause of a change, by type and subject; what follows from its names is left out. */
export function taskAspects({ pod, object }: ReviewedTask, find: FindText): Map<string, Aspect> {
  const aspects = new Map<string, Aspect>();
  for (const one of [...fileAspects(pod, find), ...containerAspects(pod), ...podAspects(pod, object)]) {
    const key = `${one.type} ${one.subject}`;
    const known = aspects.get(key);
    aspects.set(key, known ? { ...one, values: [...known.values, ...one.values] } : one);
  }
  return aspects;
}

/** A difference of two tasks. One of the values is absent if something is new or gone. */
export interface AspectChange extends Pick<Aspect, 'type' | 'subject'> {
  readonly before?: AspectValue;
  readonly after?: AspectValue;
}

/** In the order of `before`, then of `after`. Values that are on both sides are no change, wherever they are. */
export function aspectChanges(before: ReadonlyMap<string, Aspect>, after: ReadonlyMap<string, Aspect>): AspectChange[] {
  const keys = new Set([...before.keys(), ...after.keys()]);
  return [...keys].flatMap((key) => {
    const [old, young] = [before.get(key), after.get(key)];
    const { type, subject } = (old ?? young) as Aspect;
    const [gone, added] = [without(old, young), without(young, old)];
    return Array.from({ length: Math.max(gone.length, added.length) }, (_, i) => {
      const [was, is] = [gone[i], added[i]];
      return { type, subject, ...(was && { before: was }), ...(is && { after: is }) };
    });
  });
}

/** The values of the first that the second has not; a value that is there twice counts twice. */
function without(first: Aspect | undefined, second: Aspect | undefined): AspectValue[] {
  const left = [...(second?.values ?? [])];
  return (first?.values ?? []).filter(({ raw }) => {
    const at = left.findIndex((other) => isEqual(other.raw, raw));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}
