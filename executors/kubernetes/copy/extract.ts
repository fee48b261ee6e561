import type { FileHandle } from 'node:fs/promises';
import { link, lstat, mkdir, open, rm, symlink, utimes } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import type { TarVisitor } from './read-tar.js';
import type { TarEntry } from './tar-header.js';

/**
 * Writes the entries of an archive below one path. The archive is not trusted: nothing is written outside, and nothing
 * through a symbolic link that it brings.
 */
export class Extract implements TarVisitor {
  /** Entries that are not written: links that lead outside, devices. */
  readonly refused: string[] = [];
  private readonly folders = new Set<string>();
  private file: { readonly handle: FileHandle; readonly path: string; readonly modifiedSeconds: number } | undefined;

  /**
   * @param source the path in the archive that is copied
   * @param root where it is written
   */
  constructor(
    private readonly source: string,
    private readonly root: string,
  ) {}

  async begin(entry: TarEntry): Promise<void> {
    const inside = this.insideOf(entry.path);
    if (inside === undefined)
      throw new Error(`the archive has the path ${entry.path}, which is outside of ${this.source}`);
    const path = join(this.root, inside);
    if (entry.type === 'directory') {
      await this.folder(inside);
      return;
    }
    if (inside === '.') await mkdir(dirname(this.root), { recursive: true });
    else await this.folder(posix.dirname(inside));
    await removeFile(path);
    if (entry.type === 'file') {
      const handle = await open(path, 'wx', entry.mode);
      this.file = { handle, path, modifiedSeconds: entry.modifiedSeconds };
    } else if (!(await this.makeLink(entry, inside, path))) this.refused.push(entry.path);
  }

  async content(chunk: Buffer): Promise<void> {
    await this.file?.handle.writeFile(chunk);
  }

  async end(): Promise<void> {
    const { file } = this;
    this.file = undefined;
    await file?.handle.close();
    if (file) await utimes(file.path, file.modifiedSeconds, file.modifiedSeconds);
  }

  /** Closes what is open when an archive ends early. */
  async close(): Promise<void> {
    await this.file?.handle.close();
  }

  /** The path below the root: `.` for the root itself, undefined when it is outside. */
  private insideOf(path: string): string | undefined {
    const relative = posix.relative(posix.normalize(this.source), posix.normalize(path));
    return path.split('/').includes('..') || posix.isAbsolute(path) || isOutside(relative)
      ? undefined
      : relative || '.';
  }

  /** @returns false for a link that leads outside, and for what is no link */
  private async makeLink(entry: TarEntry, inside: string, path: string): Promise<boolean> {
    const { type, linkPath = '' } = entry;
    if (type === 'symlink') {
      if (posix.isAbsolute(linkPath) || isOutside(posix.join(posix.dirname(inside), linkPath))) return false;
      await symlink(linkPath, path);
      return true;
    }
    const target = type === 'link' ? this.insideOf(linkPath) : undefined;
    if (target === undefined) return false;
    await this.folder(posix.dirname(target));
    const original = join(this.root, target);
    if (!(await lstat(original)).isFile()) return false;
    await link(original, path);
    return true;
  }

  /** Makes a folder and those above it; none of them may be a symbolic link. */
  private async folder(inside: string): Promise<void> {
    if (this.folders.has(inside)) return;
    const path = join(this.root, inside);
    if (inside === '.') await mkdir(path, { recursive: true });
    else {
      await this.folder(posix.dirname(inside));
      const stats = await lstat(path).catch(() => undefined);
      if (stats && !stats.isDirectory()) throw new Error(`${path} is a folder in the container and not here`);
      if (!stats) await mkdir(path);
    }
    this.folders.add(inside);
  }
}

const isOutside = (path: string): boolean => path === '..' || path.startsWith('../');

/** Files and links are replaced, folders are not. */
async function removeFile(path: string): Promise<void> {
  const stats = await lstat(path).catch(() => undefined);
  if (stats?.isDirectory()) throw new Error(`${path} is a folder here and a file in the container`);
  if (stats) await rm(path);
}
