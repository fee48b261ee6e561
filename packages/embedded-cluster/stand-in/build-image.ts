import { existsSync, realpathSync, statSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { readRegularFile } from '../regular-file.js';
import { contextEntries } from './context-entries.js';
import { imageIntent } from './dockerfile.js';
import { ANNOTATION_STAND_IN, LABEL_COPIES, NOTICE, StandInError } from './notice.js';
import { type Descriptor, type ImageConfig, mediaTypes, writeBlob, writeIndex, writeJsonBlob } from './oci-layout.js';
import { tarEnd, tarEntry } from './tar.js';

const mostDockerfileBytes = 1024 * 1024;

export interface BuildOptions {
  /** Folder that is the build context. */
  readonly context: string;
  /** Path of the Dockerfile. */
  readonly dockerfile: string;
  /** Folder that becomes an OCI layout of this one image. */
  readonly layout: string;
  /** `amd64`, `arm64`: what an image index calls this machine. */
  readonly architecture: string;
  readonly print: (line: string) => void;
}

/**
 * Used instead of a builder: an image that is true to the OCI's form, and holds the build context as its one layer. Of the
 * Dockerfile it only says what would run. The same files make the same digest.
 *
 * @throws StandInError when the context or the Dockerfile is missing
 */
export function buildImage({ context, dockerfile, layout, architecture, print }: BuildOptions): Descriptor {
  // As the steps see it: where the volume lies on this machine tells a person nothing.
  const shown = (path: string) => relative(dirname(layout), path);
  if (!statSync(context, { throwIfNoEntry: false })?.isDirectory()) {
    throw new StandInError(`cannot build: there is no folder ${shown(context)}; give another sourceSubfolder`);
  }
  if (!existsSync(dockerfile)) {
    throw new StandInError(`cannot build: there is no Dockerfile at ${shown(dockerfile)}; give its path in dockerfile`);
  }
  const layer = writeBlob(layout, mediaTypes.layer, layerBytes(context, print));
  const config = imageConfig(readDockerfile(dockerfile, dirname(layout)), layer, architecture);
  const manifest = writeJsonBlob(layout, mediaTypes.manifest, {
    schemaVersion: 2,
    mediaType: mediaTypes.manifest,
    config: writeJsonBlob(layout, mediaTypes.config, config),
    layers: [layer],
    annotations: { [ANNOTATION_STAND_IN]: NOTICE },
  });
  writeIndex(layout, [manifest]);
  return manifest;
}

/** A link may lead to another file of the workspace, and nowhere else. */
function readDockerfile(path: string, workspace: string): string {
  const [real, root] = [realpathSync(path), realpathSync(workspace)];
  const shown = relative(workspace, path);
  if (!real.startsWith(`${root}/`)) throw new StandInError(`cannot build: ${shown} is a link out of the workspace`);
  return readRegularFile(real, mostDockerfileBytes).toString();
}

function* layerBytes(context: string, print: BuildOptions['print']): Generator<Uint8Array> {
  for (const entry of contextEntries(context, print)) yield tarEntry(entry);
  yield tarEnd();
}

function imageConfig(dockerfile: string, layer: Descriptor, architecture: string): ImageConfig {
  const { entrypoint, cmd, env, workingDir, copies } = imageIntent(dockerfile);
  return {
    architecture,
    os: 'linux',
    config: {
      ...(entrypoint.length > 0 && { Entrypoint: entrypoint }),
      ...(cmd.length > 0 && { Cmd: cmd }),
      ...(env.length > 0 && { Env: env }),
      WorkingDir: workingDir,
      Labels: { [ANNOTATION_STAND_IN]: NOTICE, [LABEL_COPIES]: JSON.stringify(copies) },
    },
    rootfs: { type: 'layers', diff_ids: [layer.digest] },
    history: [{ created_by: NOTICE, comment: 'the build context as it is' }],
  };
}
