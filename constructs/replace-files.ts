import { closeSync, mkdirSync, mkdtempSync, openSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Writes all files of a folder or none: they are complete before the first takes its place. Other files stay.
 *
 * @param texts by path below the folder; a text in parts is written as the parts come, so that it is never whole in memory
 */
export function replaceFiles(folder: string, texts: ReadonlyMap<string, string | Iterable<string>>): void {
  mkdirSync(folder, { recursive: true });
  const temporary = mkdtempSync(join(folder, '.synth-'));
  const below = new Set([...texts.keys()].map((file) => dirname(file)));
  below.delete('.');
  try {
    for (const path of below) for (const root of [temporary, folder]) mkdirSync(join(root, path), { recursive: true });
    for (const [file, text] of texts) {
      if (typeof text === 'string') writeFileSync(join(temporary, file), text);
      else writeParts(join(temporary, file), text);
    }
    for (const file of texts.keys()) renameSync(join(temporary, file), join(folder, file));
  } finally {
    rmSync(temporary, { recursive: true });
  }
}

/** How many characters are written at a time. */
const pieceLength = 1 << 18;

function writeParts(path: string, parts: Iterable<string>): void {
  const file = openSync(path, 'wx');
  try {
    let piece = '';
    for (const part of parts) {
      piece += part;
      if (piece.length < pieceLength) continue;
      writeSync(file, piece);
      piece = '';
    }
    writeSync(file, piece);
  } finally {
    closeSync(file);
  }
}
