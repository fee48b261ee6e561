import type { Terminal } from '../../../executors/executor.js';
import { execute } from '../../../executors/index.js';

// A program at a terminal, for terminal.test.ts. SIGINT of the terminal reaches it, too.
process.on('SIGINT', () => {});
const tty: Terminal = {
  size: () => ({ columns: 80, rows: 24 }),
  onResize: () => () => {},
  enterRawMode: () => () => {},
};
const { stdin, stdout, stderr } = process;
const [script = ''] = process.argv.slice(2);
const exit = await execute({ name: 'test', script }, { stdin, stdout, stderr, tty });
console.log(`exit code ${exit.exitCode}`);
process.exit();
