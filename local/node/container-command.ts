import type { Container } from '../objects.js';
import { expandVariables } from './expand-variables.js';
import { mapPaths, type PathMapping } from './path-map.js';

/** The command that stands for an image whose container names none; undefined when there is none for it. */
export type CommandForImage = (image: string) => readonly string[] | undefined;

/**
 * What to execute: `command` and `args` with `$(NAME)` expanded and paths mapped. Without `command`, the one that stands
 * for the image, which is this machine's own and therefore not touched, then `args`.
 *
 * @returns undefined when the image would have to be pulled
 */
export function containerCommand(
  { image = '', command = [], args = [] }: Container,
  commandForImage: CommandForImage,
  env: ReadonlyMap<string, string>,
  mappings: readonly PathMapping[],
): readonly string[] | undefined {
  const resolve = (text: string) => mapPaths(expandVariables(text, env), mappings);
  const executable = command.length > 0 ? command.map(resolve) : commandForImage(image);
  return executable && [...executable, ...args.map(resolve)];
}
