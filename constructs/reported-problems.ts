import type { IConstruct } from 'constructs';

const reporters = new WeakSet<IConstruct>();

/** Makes a construct answer for everything below it. The lines name their object or file, so they need no construct path. */
export function reportProblems(construct: IConstruct, problems: () => string[]): void {
  reporters.add(construct);
  construct.node.addValidation({ validate: problems });
}

/** Whether the construct, or one around it, answers for it. */
export const isAnsweredFor = ({ node }: IConstruct): boolean => node.scopes.some((scope) => reporters.has(scope));

/** The problems of all constructs in their order; those of other libraries with the construct's path. */
export function reportedProblems(constructs: readonly IConstruct[]): string[] {
  return constructs.flatMap((construct) => {
    const problems = construct.node.validate();
    return reporters.has(construct) ? problems : problems.map((problem) => `[${construct.node.path}] ${problem}`);
  });
}
