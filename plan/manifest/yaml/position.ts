/** A place in a text file as editors count: line and column begin at 1. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** `batch.yaml:12:7`, which editors and terminals turn into a link. */
export const formatPosition = ({ file, line, column }: Position): string => `${file}:${line}:${column}`;
