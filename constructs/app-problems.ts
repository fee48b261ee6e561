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

/** Of the objects that no construct answers for, which may refer to each other. */
export function rawProblems(objects: readonly ApiObject[]): ReportedProblem[] {
  const raw = new Map<KubernetesObject, ApiObject>(
    objects.filter((object) => !isAnsweredFor(object)).map((object) => [object.toJson(), object]),
  );
  return reportedOf(raw, objectProblems([...raw.keys()].map(checkObject)));
}

/** Objects of one name, in any charts of one folder. */
export function collisions(objects: readonly ApiObject[]): ReportedProblem[] {
  const byFolder = new Map<string, ApiObject[]>();
  for (const object of objects) {
    const folder = chartFolder(object.chart);
    const others = byFolder.get(folder);
    if (others) others.push(object);
    else byFolder.set(folder, [object]);
  }
  return [...byFolder.values()].flatMap(collisionsOfFolder);
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
