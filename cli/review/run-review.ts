import { checkedObjects } from '../../plan/manifest/check-manifests.js';
import { checkObject } from '../../plan/manifest/object/checked-object.js';
import { schemaOf } from '../../plan/manifest/object/own-kind.js';
import { readableObjects } from '../../plan/manifest/read-objects.js';
import type { Manifest } from '../../plan/manifest/yaml/manifest.js';
import type { PlanReview, ReviewBase } from '../../plan/review/plan-review.js';
import { reviewPlan } from '../../plan/review/review-plan.js';
import { type SideObject, sideOf } from '../../plan/review/side.js';
import { UserError } from '../errors/user-error.js';
import { readManifests } from '../plan/read-manifests.js';
import { reportProblems } from '../plan/report-problems.js';
import type { Session } from '../session.js';
import { gitManifests } from './git-manifests.js';
import { inNamespace } from './in-namespace.js';
import { objectManifests } from './object-manifests.js';
import { resultsFile } from './results-file.js';
import { resultsOfCluster } from './results-of-cluster.js';
import { plannedSide, reviewedObjects } from './reviewed-objects.js';
import { sideOfCluster } from './side-of-cluster.js';

/** What manifests are compared with. */
export interface ReviewOptions {
  readonly filename: readonly string[];
  /** A revision. */
  readonly base?: string;
  /** True for the cluster, a path for an earlier synth. */
  readonly diff?: true | string;
  /** A file with the results of an earlier run. */
  readonly results?: string;
  readonly namespace?: string;
}

/** Undefined when problems of the manifests were reported. */
export async function reviewOf(session: Session, options: ReviewOptions): Promise<PlanReview | undefined> {
  const { err, directory } = session;
  const { filename, namespace } = options;
  const { objects, problems } = reviewedObjects(objectManifests(readManifests(filename, directory), filename, err));
  if (reportProblems(problems, err)) return undefined;
  const planned = plannedSide(objects.map((object) => inNamespace(object, namespace)));
  // What is wrong between folders.
  if (!planned)
    return reportProblems(checkedObjects(readManifests(filename, directory)).problems, err) ? undefined : cannotPlan();
  const after = sideOf(planned);
  const fromFile = options.results === undefined ? undefined : resultsFile(options.results, session.directory);
  const results = fromFile && (() => fromFile);
  if (options.base === undefined && options.diff === true) {
    const cluster = await session.cluster();
    const before = sideOf(await sideOfCluster(cluster, after));
    return reviewPlan({
      base: { type: 'Cluster', name: cluster.context },
      before,
      after,
      results: results ?? (await resultsOfCluster(cluster, after, session.err)),
    });
  }
  const { base, manifests } = baseOf(session, options);
  const before = sideOf(objectsOf(manifests, options, err));
  return reviewPlan({ base, before, after, results });
}

interface Base {
  readonly base: ReviewBase;
  readonly manifests: Iterable<Manifest>;
}

/** Of a revision, or of an earlier synth. */
function baseOf({ env, directory, err }: Session, { filename, base, diff }: ReviewOptions): Base {
  if (base === undefined) {
    const path = String(diff);
    return { base: { type: 'Manifests', name: path }, manifests: readManifests([path], directory) };
  }
  const { commit, isMergeBase, manifests } = gitManifests(filename, base, { directory, env });
  if (!isMergeBase) {
    err.line(`note: this clone does not have the commit where HEAD left ${base}, so the tip of ${base} is the base`);
  }
  return { base: { type: 'Git', name: base, commit }, manifests };
}

/** What is wrong with the base is no error of the change that mends it: its objects are then compared without what they lead to. */
function objectsOf(
  manifests: Iterable<Manifest>,
  { filename, namespace }: ReviewOptions,
  err: Session['err'],
): readonly SideObject[] {
  const found = readableObjects(objectManifests(manifests, filename, err));
  const objects = found.map((object) => inNamespace(object, namespace));
  const problems = objects.filter(schemaOf).flatMap((object) => checkObject(object).errors);
  const planned = problems.length === 0 ? plannedSide(objects) : undefined;
  if (planned) return planned;
  err.line('note: the manifests of the base have problems, so the objects that they create are not compared');
  return objects.map((object) => ({ object, origin: 'Written' }));
}

function cannotPlan(): never {
  throw new UserError('Cannot plan the manifests together', ['plan the folders by themselves']);
}
