import type { V1VolumeMount, V1VolumeProjection } from '@kubernetes/client-node';
import { setupContainers } from '../../api/containers.js';
import type { FileSource } from '../../api/generated/kinds.js';
import { isInside, type PlannedFile, partLocation } from '../context/file.js';
import type { PackedTexts } from '../context/text-config-maps.js';
import { scriptContainer } from './init-container.js';
import { FILES_DIR, PARTS_DIR } from './paths.js';
import type { PodPart } from './pod-part.js';
import { PRODUCED_DIR, producedMount, withProducedParts } from './produced-parts.js';
import { type SetupScript, setupScript } from './setup-script.js';
import { writeFilesScript } from './write-files-script.js';

/**
 * The parts of all files reach an init container through one projected volume, and it writes the files: only inside
 * the Pod is it known which parts are empty, and no text of a Secret ever lies in another object.
 * A file outside the workspace is mounted at its path; one inside is written there.
 */
export function contextFiles(
  files: readonly PlannedFile[],
  texts: PackedTexts,
  workspaceDir: string,
  image: string,
): PodPart {
  if (files.length === 0) return {};
  const outside = files.flatMap(({ filePath }, i) =>
    isInside(filePath, workspaceDir) ? [] : [fileMount(filePath, i)],
  );
  const sources = projections(files, texts);
  const hasProduced = hasProducedPart(files);
  const writer = scriptContainer(hasProduced ? writeBoth : write, {
    name: setupContainers.files.name,
    image,
    args: files.map(({ filePath }, i) => (isInside(filePath, workspaceDir) ? filePath : `${FILES_DIR}/${i}`)),
    env: [
      { name: 'KUBETASK_PARTS', value: PARTS_DIR },
      ...(hasProduced ? [{ name: 'KUBETASK_PRODUCED', value: PRODUCED_DIR }] : []),
    ],
    volumeMounts: [
      ...(sources.length > 0 ? [{ name: 'context', mountPath: PARTS_DIR, readOnly: true }] : []),
      ...(hasProduced ? [producedMount] : []),
      ...(outside.length > 0 ? [{ name: 'files', mountPath: FILES_DIR }] : []),
    ],
  });
  return {
    initContainers: [writer],
    volumes: [
      ...(sources.length > 0 ? [{ name: 'context', projected: { sources } }] : []),
      ...(hasProduced ? [{ name: producedMount.name, emptyDir: {} }] : []),
      ...(outside.length > 0 ? [{ name: 'files', emptyDir: {} }] : []),
    ],
    agentMounts: outside,
  };
}

const write = setupScript(setupContainers.files.name, writeFilesScript);
const writeBoth = setupScript(setupContainers.files.name, withProducedParts(writeFilesScript));

/** The script that writes the files; none if there are none. */
export const fileScripts = (files: readonly PlannedFile[]): SetupScript[] =>
  files.length === 0 ? [] : [hasProducedPart(files) ? writeBoth : write];

const hasProducedPart = (files: readonly PlannedFile[]): boolean =>
  files.some(({ parts }) => parts.some(({ source }) => !source));

const fileMount = (filePath: string, i: number): V1VolumeMount => ({
  name: 'files',
  mountPath: filePath,
  subPath: String(i),
});

/** One source per part, each at `<file>/<part>`; neighbours from one object share a source. */
function projections(files: readonly PlannedFile[], texts: PackedTexts): V1VolumeProjection[] {
  const sources = new Map<string, V1VolumeProjection>();
  files.forEach(({ parts }, file) => {
    parts.forEach((part, index) => {
      if (!part.source) return;
      const one = projection(part.source, texts, partLocation(file, index));
      const owner = JSON.stringify([kindOf(one), one.configMap?.name, one.secret?.name, optionalOf(one)]);
      const known = sources.get(owner);
      itemsOf(known).push(...itemsOf(one));
      if (!known) sources.set(owner, one);
    });
  });
  return [...sources.values()];
}

const kindOf = (source: V1VolumeProjection) => (source.secret ? 'Secret' : 'ConfigMap');
const optionalOf = (source: V1VolumeProjection) => source.configMap?.optional ?? source.secret?.optional ?? false;
const itemsOf = (source: V1VolumeProjection | undefined) => source?.configMap?.items ?? source?.secret?.items ?? [];

function projection(source: FileSource, texts: PackedTexts, path: string): V1VolumeProjection {
  if (source.inline !== undefined) {
    const { configMap, key } = texts.locate(source.inline);
    return { configMap: { name: configMap, items: [{ key, path }] } };
  }
  const reference = source.configMapKeyRef ?? source.secretKeyRef;
  if (!reference) throw new Error('a file source without a member: validation has been skipped');
  const { name, key, optional } = reference;
  const object = { name, items: [{ key, path }], ...(optional === undefined ? {} : { optional }) };
  return source.secretKeyRef ? { secret: object } : { configMap: object };
}
