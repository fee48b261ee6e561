import type { IConstruct } from 'constructs';

const type = 'kubetask:warning';

/** Adds a line that `KubetaskApp.synth` prints on stderr: nothing is wrong, but the user should know. */
export const warn = (construct: IConstruct, line: string): void => construct.node.addMetadata(type, line);

/** The lines of all constructs in their order. */
export const warningsOf = (constructs: readonly IConstruct[]): string[] =>
  constructs.flatMap(({ node }) =>
    node.metadata.filter((entry) => entry.type === type).map(({ data }) => String(data)),
  );
