import { statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { type Manifest, manifestOf } from '../../plan/manifest/yaml/manifest.js';
import { UserError } from '../errors/user-error.js';
import { type BaseRevision, baseRevision } from './base-revision.js';
import { type Git, gitIn, lineOf } from './git.js';

export interface GitManifests extends BaseRevision {
  /** Read one batch at a time, so that not all are in memory. */
  readonly manifests: Iterable<Manifest>;
}

/** What the manifests are read from. */
export interface GitPlace {
  readonly directory: string;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * The manifests at the same paths in a revision. Nothing is checked out: they are read from the object store, so that neither
 * the names nor the links of a hostile commit reach a file system. A path that is not there has no manifests.
 *
 * @throws UserError for what is in no repository, for a revision that is not there, and for a submodule
 */
export function gitManifests(paths: readonly string[], revision: string, place: GitPlace): GitManifests {
  const places = paths.map((path) => placeOf(path, place));
  const [first] = places;
  if (!first) return { commit: '', isMergeBase: false, manifests: [] };
  const other = places.find(({ root }) => root !== first.root);
  if (other) {
    throw new UserError(`Cannot compare with ${revision}: ${first.path} and ${other.path} are in two repositories`, [
      'plan the paths of each repository by themselves',
    ]);
  }
  const git = gitIn(first.root, place.env);
  const base = baseRevision(git, revision);
  const blobs = places.flatMap((one) => blobsAt(git, base.commit, one));
  return { ...base, manifests: contentsOf(git, blobs) };
}

interface PathInRepository {
  /** As the user wrote it. */
  readonly path: string;
  readonly root: string;
  /** Relative to the root, without a slash at its end; empty for the root. */
  readonly inRoot: string;
  readonly isFolder: boolean;
}

function placeOf(path: string, { directory, env }: GitPlace): PathInRepository {
  if (path === '-') {
    throw new UserError('Cannot compare stdin with a revision: it has no path there', ['use -f <file> with --base']);
  }
  const full = resolve(directory, path);
  const isFolder = statSync(full, { throwIfNoEntry: false })?.isDirectory() ?? false;
  const folder = isFolder ? full : dirname(full);
  const git = gitIn(folder, env);
  const root = lineOf(git.try(['rev-parse', '--show-toplevel']));
  if (!root) {
    throw new UserError(`Cannot compare ${path} with a revision: it is in no Git repository that may be read`, [
      `git -C ${folder} status says why`,
    ]);
  }
  const prefix = (lineOf(git.try(['rev-parse', '--show-prefix'])) ?? '').replace(/\/$/, '');
  const inRoot = isFolder ? prefix : [prefix, basename(full)].filter(Boolean).join('/');
  return { path, root, inRoot, isFolder };
}

interface Blob {
  readonly name: string;
  readonly id: string;
  readonly bytes: number;
}

/** Files that `-f` would read: the named one, or those of a folder with the name of a manifest. */
function blobsAt(git: Git, commit: string, { path, inRoot, isFolder }: PathInRepository): Blob[] {
  const listed = git.try(['ls-tree', '-r', '-z', '--long', '--full-tree', commit, ...(inRoot ? ['--', inRoot] : [])]);
  const entries = (listed?.toString('utf8') ?? '').split('\0').filter(Boolean).map(entryOf);
  const submodule = entries.find(({ type }) => type === 'commit');
  if (submodule) {
    throw new UserError(`Cannot compare ${path} with a revision: ${JSON.stringify(submodule.name)} is a submodule`, [
      'name files or folders outside of it, or run the command inside of it',
    ]);
  }
  return entries.filter(({ mode, name }) => {
    if (mode === '120000') return false;
    return isFolder ? /\.(ya?ml|json)$/.test(name) : true;
  });
}

interface Entry extends Blob {
  readonly mode: string;
  readonly type: string;
}

function entryOf(text: string): Entry {
  const [head = '', name = ''] = [text.slice(0, text.indexOf('\t')), text.slice(text.indexOf('\t') + 1)];
  const [mode = '', type = '', id = '', bytes = '0'] = head.split(/ +/);
  return { mode, type, id, name, bytes: Number(bytes) || 0 };
}

const bytesAtATime = 64 * 1024 * 1024;
const mostBytes = 256 * 1024 * 1024;

function* contentsOf(git: Git, blobs: readonly Blob[]): Generator<Manifest> {
  let batch: Blob[] = [];
  let bytes = 0;
  for (const blob of blobs) {
    if (blob.bytes > mostBytes) {
      const name = JSON.stringify(blob.name);
      throw new UserError(`Cannot read ${name} of the base: it has ${blob.bytes} bytes; at most ${mostBytes} are read`);
    }
    if (batch.length > 0 && bytes + blob.bytes > bytesAtATime) {
      yield* readBatch(git, batch);
      batch = [];
      bytes = 0;
    }
    batch.push(blob);
    bytes += blob.bytes;
  }
  if (batch.length > 0) yield* readBatch(git, batch);
}

/** @source https://git-scm.com/docs/git-cat-file#_batch_output */
function* readBatch(git: Git, batch: readonly Blob[]): Generator<Manifest> {
  const output = git.try(['cat-file', '--batch'], batch.map(({ id }) => `${id}\n`).join(''));
  let at = 0;
  for (const { name, id } of batch) {
    const end = output?.indexOf('\n', at) ?? -1;
    const [, type, size] = output?.toString('latin1', at, end).split(' ') ?? [];
    if (!output || end < 0 || type !== 'blob') {
      throw new UserError(`Cannot read ${JSON.stringify(name)} of the base: object ${id} is not in this clone`, [
        'fetch it: git fetch --refetch, or clone without --filter',
      ]);
    }
    const start = end + 1;
    at = start + Number(size) + 1;
    yield manifestOf(name, output.subarray(start, start + Number(size)));
  }
}
