/** A document of a file of YAML. */
export interface BaseDocument {
  /** Below the output folder; empty for the output folder itself. */
  readonly folder: string;
  /** Path of the file, for errors. */
  readonly file: string;
  /** Of its first line in the file, from 0. */
  readonly line: number;
  readonly text: string;
}

/** A file with its text. */
export type BaseFile = Pick<BaseDocument, 'folder' | 'file' | 'text'>;

/** In the order of the file, without those that hold comments and directives alone; never throws. */
export function documentsOf({ folder, file, text }: BaseFile): BaseDocument[] {
  let line = 0;
  return text.split(/^---.*\n?/m).flatMap((part, index) => {
    const start = line + (index === 0 ? 0 : 1);
    line = start + (part.match(/\n/g)?.length ?? 0);
    return isEmpty(part) ? [] : [{ folder, file, line: start, text: part }];
  });
}

const isEmpty = (text: string): boolean => text.replace(/^(\s*#.*|%.*|\.\.\.\s*)$/gm, '').trim() === '';
