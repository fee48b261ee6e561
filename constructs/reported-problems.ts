import type { IConstruct } from 'constructs';
import { errorsOf, lintObjects } from './linter/lint-objects.js';
import type { ReportedProblem } from './linter/lint-report.js';
import { lintedObjects } from './linter/linted-objects.js';

const reporters = new WeakSet<IConstruct>();
const linting = new WeakSet<IConstruct>();

/** Marks an app that lints all of its objects itself. */
export const lintsItself = (app: IConstruct): unknown => linting.add(app);

/**
 * Makes a construct answer for everything below it. The lines name their object or file. In an app that does not lint, the
 * objects below are linted too.
 */
export function reportProblems(construct: IConstruct, problems: () => string[]): void {
  construct.node.addValidation({ validate: problems });
  if (reporters.has(construct)) return;
  reporters.add(construct);
  construct.node.addValidation({ validate: () => (linting.has(construct.node.root) ? [] : lintBelow(construct)) });
}

const lintBelow = ({ node }: IConstruct): string[] =>
  errorsOf(lintObjects(lintedObjects(node.findAll()))).map(({ line }) => line);

/** Whether the construct, or one around it, answers for it. */
export const isAnsweredFor = ({ node }: IConstruct): boolean => node.scopes.some((scope) => reporters.has(scope));

/** The problems of all constructs in their order. */
export const reportedProblems = (constructs: readonly IConstruct[]): ReportedProblem[] =>
  constructs.flatMap((construct) => construct.node.validate().map((line) => ({ construct, line })));
