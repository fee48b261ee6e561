import { readFileSync } from 'node:fs';
import { LABEL_BATCH_RUN } from '../../api/labels.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { parseManifest } from '../../plan/manifest/yaml/parse-manifest.js';
import { allLints } from '../linter/all-lints.js';
import { type BaseObjects, baseObjects } from '../linter/base-objects.js';
import { defaultSettings, type LintSettings } from '../linter/lint-settings.js';
import { minorOf } from '../linter/minor-version.js';
import type { ValidationContext } from './context.js';
import { type TurnedOffInValidation, turnOffProblems } from './turned-off-in-validation.js';
import { describe, type Found, placeOf, sameRules } from './violations.js';

/** `properties` of the plugin in `cdk8s.yaml`. */
export interface KubetaskValidationProps extends Partial<Omit<LintSettings, 'before'>> {
  /**
   * A folder with the objects that exist already.
   *
   * @default nothing is compared
   */
  readonly base?: string;
  /** @default none */
  readonly turnOff?: readonly TurnedOffInValidation[];
}

/**
 * The lints as a plugin of `cdk8s synth --validate`, for apps that are no `KubetaskApp`. Warnings are reported, and only
 * errors fail.
 */
export class KubetaskValidation {
  readonly #base: BaseObjects | undefined;
  readonly #settings: LintSettings;
  readonly #turnedOff: readonly TurnedOffInValidation[];

  /** @throws Error for properties that cannot be used */
  constructor({ turnOff = [], base, ...settings }: KubetaskValidationProps = {}) {
    this.#base = base === undefined ? undefined : baseObjects(base, base);
    this.#settings = { ...defaultSettings, ...settings, ...(this.#base && { before: this.#base.before }) };
    minorOf(this.#settings.kubernetesVersion);
    const problems = [...turnOff.flatMap(turnOffProblems), ...(this.#base?.problems() ?? [])];
    if (problems.length > 0) throw new Error(problems.join('\n'));
    this.#turnedOff = turnOff;
  }

  /**
   * Reads the files and reports all that the lints find.
   *
   * @throws Error if an object of the base cannot be read
   */
  async validate({ manifests, report }: ValidationContext): Promise<void> {
    const found = manifests.flatMap((file) => this.#lint(file));
    const unread = this.#base?.problems() ?? [];
    if (unread.length > 0) throw new Error(unread.join('\n'));
    for (const group of sameRules(found)) {
      const [first] = group;
      if (first) report.addViolation({ ...describe(first), violatingResources: group.map(placeOf) });
    }
    const isFailure = found.some(({ lint }) => (lint.severity ?? 'error') === 'error');
    report.submit(isFailure ? 'failure' : 'success');
  }

  #lint(file: string): Found[] {
    const { objects } = parseManifest({ name: file, text: readFileSync(file, 'utf8') });
    const others = () => objects.map(({ object }) => object);
    return objects.flatMap((located) => {
      const lints = allLints.filter(({ id }) => !this.#isTurnedOff(id, located.object));
      const own = isPlanned(located.object) ? lints.filter(({ id }) => id === 'immutable-change') : lints;
      return own.flatMap((lint) =>
        lint.check(located.object, this.#settings, others).map((problem) => ({ lint, problem, located, file })),
      );
    });
  }

  #isTurnedOff(id: string, { metadata: { name } }: KubernetesObject): boolean {
    return this.#turnedOff.some(({ lint, object }) => lint === id && (object === undefined || object === name));
  }
}

/** What follows from a Batch, which is linted. */
const isPlanned = ({ kind, metadata: { labels = {} } }: KubernetesObject): boolean =>
  LABEL_BATCH_RUN in labels && (kind === 'Job' || kind === 'ConfigMap');
