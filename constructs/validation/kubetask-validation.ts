import { readFileSync } from 'node:fs';
import { baseObjects } from '../linter/base-objects.js';
import { defaultSettings, type LintSettings } from '../linter/lint-settings.js';
import { minorOf } from '../linter/minor-version.js';
import type { BaseObjects } from '../linter/objects-of-documents.js';
import type { ValidationContext } from './context.js';
import { findProblems } from './find-problems.js';
import { type TurnedOffInValidation, turnOffProblems } from './turned-off-in-validation.js';
import { statusOf, violationsOf } from './violations.js';

/** `properties` of the plugin in `cdk8s.yaml`. */
export interface KubetaskValidationProps extends Partial<Omit<LintSettings, 'before'>> {
  /**
   * A folder with the existing objects.
   *
   * @default nothing is compared
   */
  readonly base?: string;
  /** @default none */
  readonly turnOff?: readonly TurnedOffInValidation[];
}

/**
 * The lints as a plugin of `cdk8s synth`, for apps that are not a `KubetaskApp`. It reports warnings and errors. Only
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
   * Reads the files and reports all problems that the lints find.
   *
   * @throws Error if an object of the base cannot be read
   */
  async validate({ manifests, report }: ValidationContext): Promise<void> {
    const found = manifests.flatMap((name) =>
      findProblems({ name, text: readFileSync(name, 'utf8') }, this.#settings, this.#turnedOff),
    );
    const unread = this.#base?.problems() ?? [];
    if (unread.length > 0) throw new Error(unread.join('\n'));
    for (const violation of violationsOf(found)) report.addViolation(violation);
    report.submit(statusOf(found));
  }
}
