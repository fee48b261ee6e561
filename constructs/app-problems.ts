import type { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { KubernetesObject } from '../packages/kubernetes-conventions/kubernetes-object.js';
import { checkObject } from '../plan/manifest/object/checked-object.js';
import { nameCollisions } from '../plan/manifest/together/name-collisions.js';
import { objectProblems } from '../plan/manifest/together/object-problems.js';
import { formatProblem, type Problem } from '../plan/problem.js';
import type { ReportedProblem } from './linter/lint-report.js';
import { chartFolder } from './order/chart-place.js';
import { isAnsweredFor } from './reported-problems.js';
import { SynthesisError } from './synthesis-error.js';

/**
 * Two constructs may find the same problem in what they share: the first of them is named.
 *
 * @throws SynthesisError if there is any
 */
export function refuse(problems: readonly ReportedProblem[]): void {
  const first = new Map(problems.toReversed().map((problem) => [problem.line, problem]));
  const lines = problems.filter((problem) => first.get(problem.line) === problem).map(placed);
  if (lines.length > 0) throw new SynthesisError(lines);
}

/** `[chart/batch] Batch x: ...`; without a path for the app itself. */
export const placed = ({ construct: { node }, line }: ReportedProblem): string =>
  node.path === '' ? line : `[${node.path}] ${line}`;

/** Of the objects that no construct answers for, which may refer to each other within a folder. */
export const rawProblems = (objects: readonly ApiObject[]): ReportedProblem[] =>
  byFolder(objects.filter((object) => !isAnsweredFor(object))).flatMap(rawProblemsOfFolder);

function rawProblemsOfFolder(objects: readonly ApiObject[]): ReportedProblem[] {
  const raw = new Map<KubernetesObject, ApiObject>(objects.map((object) => [object.toJson(), object]));
  return reportedOf(raw, objectProblems([...raw.keys()].map(checkObject)));
}

/** Objects of one name, in any charts of one folder. */
export const collisions = (objects: readonly ApiObject[]): ReportedProblem[] =>
  byFolder(objects).flatMap(collisionsOfFolder);

/** What is in one folder goes to one cluster. */
function byFolder(objects: readonly ApiObject[]): ApiObject[][] {
  const found = new Map<string, ApiObject[]>();
  for (const object of objects) {
    const folder = chartFolder(object.chart);
    const others = found.get(folder);
    if (others) others.push(object);
    else found.set(folder, [object]);
  }
  return [...found.values()];
}

function collisionsOfFolder(objects: readonly ApiObject[]): ReportedProblem[] {
  const byHeader = new Map<KubernetesObject, ApiObject>(
    objects.map((construct) => {
      const { apiVersion, kind, name, metadata } = construct;
      const { namespace } = metadata;
      return [{ apiVersion, kind, metadata: { name, ...(namespace === undefined ? {} : { namespace }) } }, construct];
    }),
  );
  return reportedOf(byHeader, nameCollisions([...byHeader.keys()]));
}

const reportedOf = (constructs: ReadonlyMap<KubernetesObject, IConstruct>, problems: readonly Problem[]) =>
  problems.flatMap((problem): ReportedProblem[] => {
    const construct = constructs.get(problem.owner);
    return construct ? [{ construct, line: formatProblem(problem) }] : [];
  });
