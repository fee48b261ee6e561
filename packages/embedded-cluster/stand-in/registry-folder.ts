import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { StandInError } from './notice.js';
import { blobPath, copyBlobs, type Descriptor, isDigest, readIndex, writeIndex } from './oci-layout.js';

const REF_NAME = 'org.opencontainers.image.ref.name';

export interface ImageReference {
  /** Host and path: `localhost:5000/agents/hello`. */
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
}

export function parseReference(image: string): ImageReference {
  const [name = '', digest] = image.split('@');
  const [, repository = name, tag] = /^(.*):([\w][\w.-]*)$/.exec(name) ?? [];
  return { repository, ...(tag !== undefined && { tag }), ...(digest !== undefined && { digest }) };
}

/** The OCI layout that keeps the images of a repository. Never outside `registry`; tools take a colon in a path for a tag. */
export function layoutOf(registry: string, { repository }: ImageReference): string {
  const parts = repository.split('/');
  if (parts.some((part) => !/^[\w][\w.:-]*$/.test(part))) {
    throw new StandInError(`cannot push to ${repository}: that is no name of a repository`);
  }
  return join(registry, ...parts.map((part) => part.replaceAll(':', '_')));
}

/**
 * Used instead of a registry: puts the one image of `layout` into a folder, under its tag, which may have meant another.
 *
 * @throws StandInError when there is not exactly one image, or the reference is no place
 */
export function pushImage(registry: string, layout: string, image: string): Descriptor {
  const [manifest, ...others] = readIndex(layout);
  if (!manifest || others.length > 0) {
    throw new StandInError(
      `cannot push ${layout}: it holds ${others.length + (manifest ? 1 : 0)} images; there must be one`,
    );
  }
  const reference = parseReference(image);
  const { tag = 'latest' } = reference;
  const place = layoutOf(registry, reference);
  copyBlobs(layout, place, manifest);
  const { annotations: _, ...descriptor } = manifest;
  const kept = readIndex(place).filter(({ annotations }) => annotations?.[REF_NAME] !== tag);
  writeIndex(place, [...kept, { ...descriptor, annotations: { [REF_NAME]: tag } }]);
  return manifest;
}

export interface FoundImage {
  readonly layout: string;
  readonly digest: string;
}

/** By digest, else by tag; a digest stays when its tag has moved on. Undefined when it was never pushed here. */
export function findImage(registry: string, image: string): FoundImage | undefined {
  const reference = parseReference(image);
  if (reference.repository.split('/').some((part) => !/^[\w][\w.:-]*$/.test(part))) return undefined;
  const layout = layoutOf(registry, reference);
  const { tag = 'latest' } = reference;
  const tagged = readIndex(layout).find(({ annotations }) => annotations?.[REF_NAME] === tag);
  const digest = reference.digest ?? tagged?.digest;
  return digest !== undefined && isDigest(digest) && existsSync(blobPath(layout, digest))
    ? { layout, digest }
    : undefined;
}
