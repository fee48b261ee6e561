import { mapPaths } from '../container/path-map.js';
import type { PreparedContainer } from '../container/prepare-container.js';

/**
 * The words of a command with paths of mounts replaced by the folders that stand for them.
 *
 * `tar cf - /workspace/a`, which is how `kubectl cp` reads, is started in the root of the container instead: the names in
 * the archive come from the words, and must be the ones that the client asked for.
 */
export function commandInContainer(
  command: readonly string[],
  { mappings, root }: Pick<PreparedContainer, 'mappings' | 'root'>,
): readonly string[] {
  const mapped = command.map((word) => mapPaths(word, mappings));
  const [program, mode, target, path = '', ...rest] = command;
  const isRead = program === 'tar' && mode === 'cf' && target === '-' && path.startsWith('/') && rest.length === 0;
  if (!isRead || mapped[3] === path) return mapped;
  const isMount = mappings.some((mapping) => mapping.path === path);
  // A mount is a link there; with a dot its contents are meant.
  return [program, mode, target, '-C', root, `${path.slice(1)}${isMount ? '/.' : ''}`];
}
