import { ApiObject, App, type AppProps } from 'cdk8s';
import { collisions, placed, rawProblems, refuse } from './app-problems.js';
import { constructMetadata } from './construct-metadata.js';
import { extraFiles } from './extra-files.js';
import { baseObjects } from './linter/base-objects.js';
import { errorsOf, lintObjects, warningsOf } from './linter/lint-objects.js';
import type { LintSettings } from './linter/lint-settings.js';
import { lintedObjects } from './linter/linted-objects.js';
import { Lints } from './linter/lints.js';
import type { BaseObjects } from './linter/objects-of-documents.js';
import { idleLints, unknownLints } from './linter/turned-off.js';
import { chartFiles } from './order/chart-files.js';
import { writingOrder } from './order/writing-order.js';
import { replaceFiles } from './replace-files.js';
import { lintsItself, reportedProblems } from './reported-problems.js';

/** Props of a KubetaskApp. */
export interface KubetaskAppProps extends Pick<AppProps, 'outdir'>, Partial<Omit<LintSettings, 'before'>> {
  /**
   * Existing objects to compare with: a Git revision such as `origin/main`, a revision with a folder such as
   * `origin/main:dist`, or a folder. Synthesis reports changes that the API server would reject.
   *
   * @default nothing is compared
   */
  readonly base?: string;
}

/**
 * An App whose synthesis is linear in the number of objects, all or nothing, and byte-identical from run to run.
 *
 * Each chart becomes one file `<outdir>/<chart>.k8s.yaml`. Its objects are in the order of construction, after the
 * objects that they depend on. Raw objects are also validated, and all objects are linted (`docs/lints.md`). The
 * constructs also work in a stock App, but slower.
 */
export class KubetaskApp extends App {
  readonly #base: BaseObjects | undefined;

  constructor({ outdir, base, ...settings }: KubetaskAppProps = {}) {
    super(outdir === undefined ? {} : { outdir });
    lintsItself(this);
    this.#base = base === undefined ? undefined : baseObjects(base, this.outdir);
    Lints.of(this).configure({ ...settings, ...(this.#base && { before: this.#base.before }) });
  }

  /**
   * Writes all files, or none. Prints warnings on stderr.
   *
   * @throws SynthesisError with all problems; a program that does not catch it ends with exit code 1 and shows them
   */
  override synth(): void {
    const { files, warnings } = this.#synthesize();
    const constructs = this.node.findAll();
    const objects = constructs.filter((construct) => ApiObject.isApiObject(construct));
    replaceFiles(this.outdir, new Map([...files, ...extraFiles(constructs), ...constructMetadata(objects)]));
    for (const line of warnings) console.error(`warning: ${line}`);
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
    const { files } = this.#synthesize();
    return new Map([...files].map(([name, documents]) => [name, [...documents].join('')]));
  }

  /**
   * Warnings, which `synth` prints on stderr. In the order of the constructs.
   *
   * @throws SynthesisError
   */
  warnings(): readonly string[] {
    return this.#synthesize().warnings;
  }

  #synthesize(): { readonly files: ReadonlyMap<string, Iterable<string>>; readonly warnings: readonly string[] } {
    const constructs = this.node.findAll();
    const order = writingOrder(constructs);
    const { objects } = order;
    const cycles = order.problems.map((line) => ({ construct: this, line }));
    const reports = lintObjects(lintedObjects(constructs));
    const unread = this.#base?.problems() ?? [];
    refuse([
      ...unread.map((line) => ({ construct: this, line })),
      ...reportedProblems(constructs),
      ...cycles,
      ...collisions(objects),
      ...rawProblems(objects),
      ...errorsOf(reports),
      ...unknownLints(constructs),
    ]);
    const warnings = [...warningsOf(reports), ...idleLints(constructs, reports)].map(placed);
    return { files: chartFiles(order), warnings };
  }
}
