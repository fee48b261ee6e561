import { arch } from 'node:os';
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
  if (!(error instanceof StandInError)) throw error;
  console.error(error.message);
  process.exit(1);
}
