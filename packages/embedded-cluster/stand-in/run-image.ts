import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, mkdtempSync, renameSync } from 'node:fs';
import { join, posix } from 'node:path';
import { assertRegular } from '../regular-file.js';
import { ANNOTATION_STAND_IN, LABEL_COPIES } from './notice.js';
import { blobPath, type ImageConfig, type Manifest, readJsonBlob } from './oci-layout.js';
import { type FoundImage, findImage } from './registry-folder.js';

/** Sets the variables before `--` that are not set, and starts the command after it in the unpacked context. */
const script = `
echo "stand-in image: runs the build context with the programs of this machine" >&2
while [ "$1" != -- ]; do
  eval "[ \\"\\\${\${1%%=*}+set}\\" ]" || export "$1"
  shift
done
shift
[ $# -gt 0 ] || {
  echo "stand-in image: its Dockerfile has neither ENTRYPOINT nor CMD" >&2
  exit 127
}
command -v "$1" > /dev/null || {
  echo "stand-in image: its ENTRYPOINT or CMD asks for $1, and this machine has no such program" >&2
  exit 127
}
cd "$0" && exec "$@"
`;

/** Everything else waits meanwhile. */
const mostUnpackMilliseconds = 120_000;

/** The folders of this machine that replace a registry and a container runtime. */
export interface ImageFolders {
  /** Where images are kept. */
  readonly registry: string;
  /** Where they are unpacked; is made. Each stays, unwritable, for all that run it. */
  readonly unpacked: string;
}

/**
 * The command that stands for an image of the registry folder, which is unpacked for it; undefined for any other image.
 * Arguments of the container take the place of the image's `CMD`; variables of the container that of its `ENV`.
 *
 * @throws Error when the image cannot be unpacked
 */
export function commandOfImage(
  { registry, unpacked }: ImageFolders,
  image: string,
  hasArgs: boolean,
): readonly string[] | undefined {
  const found = findImage(registry, image);
  if (!found) return undefined;
  const manifest = readJsonBlob<Manifest>(found.layout, found);
  const { config } = readJsonBlob<ImageConfig>(found.layout, manifest.config);
  if (config.Labels?.[ANNOTATION_STAND_IN] === undefined) return undefined;
  const folder = unpack(unpacked, found, manifest);
  const command = [...(config.Entrypoint ?? []), ...(hasArgs ? [] : (config.Cmd ?? []))];
  const places = copiesOf(config, folder);
  const words = command.map((word) => placeOf(word, places));
  return ['/bin/sh', '-c', script, folder, ...(config.Env ?? []), '--', ...words];
}

function unpack(unpacked: string, { digest, layout }: FoundImage, { layers }: Manifest): string {
  const folder = join(unpacked, digest.replace(':', '-'));
  if (existsSync(folder)) return folder;
  mkdirSync(unpacked, { recursive: true });
  const partial = mkdtempSync(`${folder}.`);
  for (const layer of layers) {
    const blob = blobPath(layout, layer.digest);
    assertRegular(blob, lstatSync(blob));
    run('tar', '-xf', blob, '-C', partial);
  }
  run('chmod', '-R', 'a-w', partial);
  renameSync(partial, folder);
  return folder;
}

function run(program: string, ...args: string[]): void {
  const { status, stderr, error } = spawnSync(program, args, { encoding: 'utf8', timeout: mostUnpackMilliseconds });
  if (status !== 0) throw new Error(`Cannot unpack an image: ${program} says: ${error?.message ?? stderr}`);
}

type Places = readonly (readonly [target: string, place: string])[];

/** Where on this machine the files are that the Dockerfile would copy, the deepest first. */
function copiesOf({ Labels, WorkingDir = '/' }: ImageConfig['config'], folder: string): Places {
  const copies = JSON.parse(Labels?.[LABEL_COPIES] ?? '[]') as [string, string][];
  const all = [...copies, ['.', WorkingDir] as const].map(
    ([source, target]) => [target, join(folder, source)] as const,
  );
  return all.toSorted(([a], [b]) => b.length - a.length);
}

/** An absolute path that one of the copies would have made is that file of the context; all else stays. */
function placeOf(word: string, places: Places): string {
  if (!word.startsWith('/')) return word;
  const path = posix.normalize(word);
  const found = places
    .filter(([target]) => path === target || path.startsWith(target === '/' ? '/' : `${target}/`))
    .map(([target, place]) => join(place, posix.relative(target, path)));
  return found.find((place) => existsSync(place)) ?? word;
}
