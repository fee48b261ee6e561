import { InvalidArgumentError } from 'commander';

/** Collects `--image name=command`; of an image given twice the last command counts. @throws InvalidArgumentError */
export function collectImage(text: string, known: Record<string, string> = {}): Record<string, string> {
  const at = text.indexOf('=');
  if (at < 1 || text.slice(at + 1).trim() === '') throw new InvalidArgumentError("use 'image=command'.");
  return { ...known, [text.slice(0, at)]: text.slice(at + 1) };
}
