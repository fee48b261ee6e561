import { lstatSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readRegularTail } from '../../regular-file.js';

/** More than can be reported, so that a longer result is seen to be too long. */
const mostBytes = 8192;

/**
 * The files of a folder, text by name, of long ones the end; empty when there is no such folder. Nothing else in it is a
 * result: no folder, pipe or link, and a folder that a step has made a link holds none.
 */
export function readResultFiles(folder: string): ReadonlyMap<string, string> {
  if (!lstatSync(folder, { throwIfNoEntry: false })?.isDirectory()) return new Map();
  return new Map(readdirSync(folder).flatMap((name) => resultOf(folder, name)));
}

function resultOf(folder: string, name: string): [name: string, text: string][] {
  try {
    return [[name, readRegularTail(join(folder, name), mostBytes).toString()]];
  } catch {
    return [];
  }
}

export const removeResultFiles = (folder: string): void => rmSync(folder, { recursive: true, force: true });
