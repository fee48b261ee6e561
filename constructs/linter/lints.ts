import type { IConstruct } from 'constructs';
import type { Lint } from './lint.js';
import { defaultSettings, type LintSettings } from './lint-settings.js';
import { minorOf } from './minor-version.js';

/*
 * Kept as metadata of the construct: two copies of this package in one program, such as its ESM and CommonJS builds, see
 * the same.
 */
const turnedOffType = 'kubetask:lint-turned-off';
const addedType = 'kubetask:lint-added';
const settingsType = 'kubetask:lint-settings';

/** A lint that is turned off, where, and why. */
export interface TurnedOffLint {
  readonly scope: IConstruct;
  readonly id: string;
  readonly reason: string;
}

/** The lints of a construct and everything below it: an app, a chart, or one object. */
export class Lints {
  /** The lints of a construct. */
  static of(scope: IConstruct): Lints {
    return new Lints(scope);
  }

  private constructor(private readonly scope: IConstruct) {}

  /**
   * Turns a lint off.
   *
   * @param reason why its reports do not matter here, for readers of the code
   * @throws Error without a reason
   */
  turnOff(id: string, reason: string): this {
    if (reason.trim() === '')
      throw new Error(`Cannot turn off the lint ${id}: the reason is empty; say why it does not matter here`);
    this.scope.node.addMetadata(turnedOffType, { id, reason });
    return this;
  }

  /** Adds your own lint. It runs on all objects, including planned Jobs and ConfigMaps. */
  add(lint: Lint): this {
    this.scope.node.addMetadata(addedType, lint);
    return this;
  }

  /** Sets the settings of the lints. The nearest construct wins. @throws Error for a kubernetesVersion that is none */
  configure(settings: Partial<LintSettings>): this {
    if (settings.kubernetesVersion !== undefined) minorOf(settings.kubernetesVersion);
    this.scope.node.addMetadata(settingsType, settings);
    return this;
  }
}

const dataOf = <Data>(construct: IConstruct, type: string): Data[] =>
  construct.node.metadata.filter((entry) => entry.type === type).map(({ data }) => data as Data);

/** From the outermost scope to the construct itself. */
const alongScopes = <Data>(construct: IConstruct, type: string): Data[] =>
  construct.node.scopes.flatMap((scope) => dataOf<Data>(scope, type));

/** What is turned off at the construct itself. */
export const turnedOffAt = (scope: IConstruct): TurnedOffLint[] =>
  dataOf<Omit<TurnedOffLint, 'scope'>>(scope, turnedOffType).map((one) => ({ scope, ...one }));

export const addedLintsOf = (construct: IConstruct): Lint[] => alongScopes<Lint>(construct, addedType);

/** Whether the app, or a construct around this one, says which Kubernetes it is for. */
export const isVersionGiven = (construct: IConstruct): boolean =>
  alongScopes<Partial<LintSettings>>(construct, settingsType).some((one) => one.kubernetesVersion !== undefined);

export const settingsOf = (construct: IConstruct): LintSettings =>
  Object.assign({ ...defaultSettings }, ...alongScopes<Partial<LintSettings>>(construct, settingsType));
