import { type ApiObject, App, type AppProps, type Chart, Names } from 'cdk8s';
import { dump } from 'js-yaml';
import { checkObject } from '../plan/manifest/object/checked-object.js';
import { nameCollisions } from '../plan/manifest/together/name-collisions.js';
import { formatProblem } from '../plan/problem.js';
import { committedObjectProblems } from './committed-object-problems.js';
import { type WritingOrder, writingOrder } from './order/writing-order.js';
import { replaceFiles } from './replace-files.js';
import { isAnsweredFor, reportedProblems } from './reported-problems.js';
import { SynthesisError } from './synthesis-error.js';
import { warningsOf } from './warnings.js';

/**
 * An App whose synthesis is linear in the number of objects, all or nothing, and byte-identical from run to run.
 *
 * Each chart becomes one file `<outdir>/<chart>.k8s.yaml` with its objects in the order of construction, after those that
 * they depend on. Raw objects, of our kinds or others, are validated as those of our constructs are. A stock App works with
 * our constructs too, slower.
 */
export class KubetaskApp extends App {
  constructor(props: Pick<AppProps, 'outdir'> = {}) {
    super(props);
  }

  /**
   * Writes the files, complete or not at all. Warnings are printed on stderr.
   *
   * @throws SynthesisError with all problems; a program that does not catch it ends with exit code 1 and shows them
   */
  override synth(): void {
    replaceFiles(this.outdir, this.manifests());
    for (const line of warningsOf(this.node.findAll())) console.error(`warning: ${line}`);
  }

  /** @throws SynthesisError */
  override synthYaml(): string {
    return [...this.manifests().values()].join('---\n');
  }

  /**
   * The texts by file name, in the order of the charts.
   *
   * @throws SynthesisError
   */
  manifests(): ReadonlyMap<string, string> {
    const constructs = this.node.findAll();
    const order = writingOrder(constructs);
    const { objects } = order;
    const found = [...reportedProblems(constructs), ...order.problems, ...collisions(objects)];
    refuse(found);
    const unjudged = objects.filter((object) => !isAnsweredFor(object)).map((object) => checkObject(object.toJson()));
    refuse(committedObjectProblems(unjudged).map(formatProblem));
    return textsByFile(order);
  }
}

/** Two constructs may find the same problem in what they share. */
function refuse(problems: readonly string[]): void {
  if (problems.length > 0) throw new SynthesisError([...new Set(problems)]);
}

function collisions(objects: readonly ApiObject[]): string[] {
  const headers = objects.map(({ apiVersion, kind, name, metadata: { namespace } }) => ({
    apiVersion,
    kind,
    metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
  }));
  return nameCollisions(headers).map(formatProblem);
}

/** Object by object, so that of thousands only the text is kept. */
function textsByFile({ charts, objects, hasDependentCharts }: WritingOrder): Map<string, string> {
  const parts = new Map<Chart, string[]>(charts.map((chart) => [chart, []]));
  for (const object of objects) parts.get(object.chart)?.push(toYaml(object.toJson()));
  const prefix = (index: number) => (hasDependentCharts ? `${String(index).padStart(4, '0')}-` : '');
  return new Map(
    [...parts].map(([chart, texts], i) => [`${prefix(i)}${Names.toDnsLabel(chart)}.k8s.yaml`, texts.join('---\n')]),
  );
}

/** cdk8s' own writer leaves plain some strings that kubectl reads as numbers, such as 0o14. */
const toYaml = (json: unknown): string => dump(json, { lineWidth: -1, noRefs: true, quoteStyle: 'double' });
