import type { Container } from '../../objects.js';
import { expandVariables } from './expand-variables.js';
import { mapPaths, type PathMapping } from './path-map.js';

/**
 * The command that stands for an image whose container names none; undefined when there is none for it. The container's
 * arguments follow it, in the place of those that an image has of its own (`CMD`): `hasArgs` says that there are any.
 */
export type CommandForImage = (image: string, hasArgs: boolean) => readonly string[] | undefined;

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
  const executable = command.length > 0 ? command.map(resolve) : commandForImage(image, args.length > 0);
  return executable && [...executable, ...args.map(resolve)];
}
