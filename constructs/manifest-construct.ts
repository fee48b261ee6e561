import { readFileSync } from 'node:fs';
import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import type { BatchRunSpec } from '../api/generated/kinds.js';
import type { KubernetesObject } from '../packages/kubernetes-conventions/kubernetes-object.js';
import { checkManifests } from '../plan/manifest/check-manifests.js';
import { type CheckedObject, checkObject } from '../plan/manifest/object/checked-object.js';
import { isOwn } from '../plan/manifest/object/own-kind.js';
import { objectProblems } from '../plan/manifest/together/object-problems.js';
import { type Manifest, manifestOf } from '../plan/manifest/yaml/manifest.js';
import { formatManifestProblem } from '../plan/manifest/yaml/manifest-problem.js';
import type { Problem } from '../plan/problem.js';
import { whyUnreadable } from '../plan/text/why-unreadable.js';
import { emitObject } from './emit-object.js';
import { lintAsWritten } from './linter/written-objects.js';
import { reportProblems } from './reported-problems.js';
import { emitSynthesizedRun, isSynthesized, unresolvedReferences } from './synthesized-run.js';

/** Options for the Jobs of runs in a manifest. */
export interface ManifestOptions {
  /**
   * Who creates the Jobs of the BatchRuns. Overrides the files.
   *
   * @default `jobs` of each BatchRun, otherwise the reconciler
   */
  readonly jobs?: 'synthesized' | 'runtime';
}

/** Props of a ManifestConstruct. */
export interface ManifestProps extends ManifestOptions {
  /** Texts of YAML or JSON documents, validated together. */
  readonly manifests: readonly Manifest[];
}

/**
 * Objects in YAML or JSON, of kubetask's kinds and any other. They are written unchanged. For a synthesized BatchRun,
 * its Jobs and ConfigMaps are also written. Problems have file, line and column.
 */
export class ManifestConstruct extends Construct {
  /** Reads the files immediately. Paths are relative to the working directory, and problems name them. */
  static fromFiles(
    scope: Construct,
    id: string,
    paths: readonly string[],
    options: ManifestOptions = {},
  ): ManifestConstruct {
    const files = paths.map(read);
    const manifests = files.filter((file) => typeof file !== 'string');
    const construct = new ManifestConstruct(scope, id, { ...options, manifests });
    reportProblems(construct, () => files.filter((file) => typeof file === 'string'));
    return construct;
  }

  constructor(scope: Construct, id: string, { manifests, jobs }: ManifestProps) {
    super(scope, id);
    const place = placedIn(Chart.of(this).namespace, jobs);
    const { objects, problems } = checkManifests(manifests, (written) => problemsOf(written, place));
    reportProblems(this, () => problems.map(formatManifestProblem));
    lintAsWritten(
      this,
      objects.map(({ object, locate }) => ({ object: place(object), locate })),
    );
    if (problems.length === 0) this.#emit(objects.map(({ object }) => checkObject(place(object))));
  }

  #emit(objects: readonly CheckedObject[]): void {
    for (const checked of objects) {
      const { kind, metadata } = checked.stored;
      const id = [kind, metadata.namespace, metadata.name].filter(Boolean).join(' ');
      if (isSynthesized(checked)) emitSynthesizedRun(this, id, checked, objects);
      else emitObject(this, id, checked.object);
    }
  }
}

/** A file, or why there is none. */
function read(path: string): Manifest | string {
  try {
    return manifestOf(path, readFileSync(path));
  } catch (error) {
    return `${path}: cannot be read: ${whyUnreadable(error)}; give the path of a YAML file`;
  }
}

type Place = (object: KubernetesObject) => KubernetesObject;

/** Objects as they will be emitted: in the chart's namespace unless they name one. */
function placedIn(namespace: string | undefined, jobs: BatchRunSpec['jobs']): Place {
  return (object) => {
    const given = object.metadata.namespace ?? namespace;
    const metadata = { ...object.metadata, ...(given === undefined ? {} : { namespace: given }) };
    const placed = { ...object, metadata };
    return jobs && isOwn(placed, 'BatchRun') ? { ...placed, spec: { ...placed.spec, jobs } } : placed;
  };
}

/** Validates the objects as they will be emitted, and names them as they were written. */
function problemsOf(written: readonly KubernetesObject[], place: Place): Problem[] {
  const origins = new Map(written.map((object) => [place(object), object]));
  const placed = [...origins.keys()].map(checkObject);
  const problems = [
    ...objectProblems(placed),
    ...placed.filter(isSynthesized).flatMap((run) => unresolvedReferences(run, placed)),
  ];
  return problems.map((problem) => ({ ...problem, owner: origins.get(problem.owner) ?? problem.owner }));
}
