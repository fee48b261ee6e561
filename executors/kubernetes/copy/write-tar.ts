import type { Stats } from 'node:fs';
import { lstat, open, readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { endOfArchive, paddingOf, type TarEntry, tarHeader } from './tar-header.js';

const chunkBytes = 256 * 1024;

/**
 * A file, or a folder with all that is in it, as an archive. Files are read piece by piece; sockets and devices are left out.
 *
 * @param name the name of the file or folder in the archive
 * @throws the file system's error
 */
export async function* writeTar(path: string, name: string): AsyncGenerator<Buffer> {
  yield* entries(path, name);
  yield endOfArchive;
}

async function* entries(path: string, name: string): AsyncGenerator<Buffer> {
  const stats = await lstat(path);
  if (stats.isFile()) yield* file(path, name, stats);
  else if (stats.isSymbolicLink()) {
    yield tarHeader({ ...entryOf(name, stats), type: 'symlink', linkPath: await readlink(path) });
  } else if (stats.isDirectory()) {
    yield tarHeader({ ...entryOf(name, stats), type: 'directory' });
    for (const child of (await readdir(path)).sort()) yield* entries(join(path, child), `${name}/${child}`);
  }
}

const entryOf = (path: string, stats: Stats): Omit<TarEntry, 'type'> => ({
  path,
  mode: stats.mode & 0o777,
  size: 0,
  modifiedSeconds: Math.floor(stats.mtimeMs / 1000),
});

/** A file that grows while it is read is cut; one that shrinks cannot be archived. */
async function* file(path: string, name: string, stats: Stats): AsyncGenerator<Buffer> {
  const { size } = stats;
  const handle = await open(path);
  try {
    yield tarHeader({ ...entryOf(name, stats), type: 'file', size });
    for (let at = 0; at < size; ) {
      const room = Buffer.allocUnsafe(Math.min(chunkBytes, size - at));
      const { bytesRead } = await handle.read(room);
      if (bytesRead === 0) throw new Error(`${path} became shorter while it was read`);
      yield room.subarray(0, bytesRead);
      at += bytesRead;
    }
    yield Buffer.alloc(paddingOf(size));
  } finally {
    await handle.close();
  }
}
