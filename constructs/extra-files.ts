import type { IConstruct } from 'constructs';

interface ExtraFile {
  readonly path: string;
  readonly text: () => string;
}

const files = new WeakMap<IConstruct, ExtraFile[]>();

/** Writes a file that is not a manifest, with those of the app. @param path below the output folder */
export function emitFile(construct: IConstruct, path: string, text: () => string): void {
  files.set(construct, [...(files.get(construct) ?? []), { path, text }]);
}

/** The texts of such files by path below the output folder. */
export const extraFiles = (constructs: readonly IConstruct[]): ReadonlyMap<string, string> =>
  new Map(constructs.flatMap((construct) => (files.get(construct) ?? []).map(({ path, text }) => [path, text()])));
