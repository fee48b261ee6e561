import { delimiter } from 'node:path';
import { mapPaths, type PathMapping } from './path-map.js';

/** The folders of a container that its process must find even if the Pod does not name them. */
export interface PrivateFolders {
  readonly home: string;
  readonly temporary: string;
}

/**
 * The whole environment of a process: what its container defines, paths mapped, over the least a program needs.
 * Nothing else of this machine's environment gets in. A container's own `PATH` comes before the machine's, because the
 * programs of its image are looked for among those installed here.
 */
export function processEnv(
  env: ReadonlyMap<string, string>,
  mappings: readonly PathMapping[],
  { home, temporary }: PrivateFolders,
  hostPath: string,
): Record<string, string> {
  const mapped = new Map([...env].map(([name, value]) => [name, mapPaths(value, mappings)]));
  const own = mapped.get('PATH');
  return {
    HOME: home,
    LANG: 'C.UTF-8',
    TMPDIR: temporary,
    ...Object.fromEntries(mapped),
    PATH: own === undefined ? hostPath : `${own}${delimiter}${hostPath}`,
  };
}
