import { nearest } from './nearest.js';

/** `did you mean a or b?`; undefined when none of the names is near. */
export function didYouMean(wanted: string, names: readonly string[]): string | undefined {
  const near = nearest(wanted, names);
  return near.length > 0 ? `did you mean ${near.join(' or ')}?` : undefined;
}
