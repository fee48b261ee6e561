import { arch } from 'node:os';
import { FileTooLarge, NotARegularFile } from '../regular-file.js';
import { execute } from './executor.js';
import { StandInError } from './notice.js';

/** `node main.js <registry folder> <arguments of the executor>` */
const [registry = '', ...argv] = process.argv.slice(2);
const architectures: Readonly<Record<string, string>> = { x64: 'amd64' };

try {
  execute({
    argv,
    registry,
    architecture: architectures[arch()] ?? arch(),
    outputFolder: process.env['BUILDER_OUTPUT'],
    print: (line) => console.log(line),
  });
} catch (error) {
  if (!isOfTheImage(error)) throw error;
  console.error(error.message);
  process.exit(1);
}

/** A mistake in what is built, or a file of it that cannot be read. */
function isOfTheImage(error: unknown): error is Error {
  return [StandInError, NotARegularFile, FileTooLarge].some((kind) => error instanceof kind) || isSystemError(error);
}

const isSystemError = (error: unknown): boolean => error instanceof Error && 'syscall' in error;
