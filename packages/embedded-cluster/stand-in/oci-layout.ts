import { createHash } from 'node:crypto';
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { readRegularFile } from '../regular-file.js';
import { StandInError } from './notice.js';

/** @source https://github.com/opencontainers/image-spec: descriptor.md, manifest.md, image-index.md, image-layout.md */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface Manifest {
  readonly schemaVersion: 2;
  readonly mediaType: string;
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface ImageConfig {
  readonly architecture: string;
  readonly os: string;
  readonly config: {
    readonly Entrypoint?: readonly string[];
    readonly Cmd?: readonly string[];
    /** `NAME=value` */
    readonly Env?: readonly string[];
    readonly WorkingDir?: string;
    readonly Labels?: Readonly<Record<string, string>>;
  };
  readonly rootfs: { readonly type: 'layers'; readonly diff_ids: readonly string[] };
  readonly history: readonly object[];
}

export const mediaTypes = {
  index: 'application/vnd.oci.image.index.v1+json',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar',
} as const;

/** Of an index, a manifest or a configuration. */
const mostJsonBytes = 4 * 1024 * 1024;

export const isDigest = (text: string): boolean => /^sha256:[0-9a-f]{64}$/.test(text);

/** @throws StandInError for a digest that is none: manifests are written by programs that may mean another file */
export function blobPath(layout: string, digest: string): string {
  if (!isDigest(digest)) throw new StandInError(`cannot read "${digest}": that is no digest of a blob`);
  return join(layout, 'blobs', ...digest.split(':'));
}

/** Writes bytes under the digest of all of them, piece by piece. */
export function writeBlob(layout: string, mediaType: string, pieces: Iterable<Uint8Array>): Descriptor {
  mkdirSync(join(layout, 'blobs/sha256'), { recursive: true });
  const partial = join(layout, 'blobs', `.partial-${process.pid}`);
  const hash = createHash('sha256');
  let size = 0;
  const file = openSync(partial, 'w');
  for (const piece of pieces) {
    writeSync(file, piece);
    hash.update(piece);
    size += piece.length;
  }
  closeSync(file);
  const digest = `sha256:${hash.digest('hex')}`;
  renameSync(partial, blobPath(layout, digest));
  return { mediaType, digest, size };
}

export const writeJsonBlob = (layout: string, mediaType: string, value: object): Descriptor =>
  writeBlob(layout, mediaType, [Buffer.from(JSON.stringify(value))]);

/** The content of a blob. @throws StandInError when it is not there */
export function readJsonBlob<T>(layout: string, { digest }: Pick<Descriptor, 'digest'>): T {
  const path = blobPath(layout, digest);
  if (!existsSync(path)) throw new StandInError(`cannot read ${path}: there is no such blob`);
  return readJson<T>(path);
}

/** The images of a layout; empty when it is none. */
export function readIndex(layout: string): readonly Descriptor[] {
  const path = join(layout, 'index.json');
  return existsSync(path) ? readJson<{ manifests: Descriptor[] }>(path).manifests : [];
}

const readJson = <T>(path: string): T => JSON.parse(readRegularFile(path, mostJsonBytes).toString()) as T;

export function writeIndex(layout: string, manifests: readonly Descriptor[]): void {
  mkdirSync(layout, { recursive: true });
  writeFileSync(join(layout, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  const index = { schemaVersion: 2, mediaType: mediaTypes.index, manifests };
  writeFileSync(join(layout, 'index.json'), JSON.stringify(index));
}

/** Copies an image's manifest, and all that it is made of. */
export function copyBlobs(from: string, to: string, manifest: Descriptor): void {
  const { config, layers } = readJsonBlob<Manifest>(from, manifest);
  mkdirSync(join(to, 'blobs/sha256'), { recursive: true });
  for (const { digest } of [config, ...layers, manifest]) copyFileSync(blobPath(from, digest), blobPath(to, digest));
}
