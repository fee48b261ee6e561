import { defineCommand } from '../command-definition.js';
import { checkLines } from '../doctor/check-lines.js';
import { exitCodes } from '../exit-codes.js';

export const doctorCommand = defineCommand(
  'doctor',
  (command) =>
    command
      .summary('check the installation')
      .description(
        'Check the connection, the CRDs, the controller, your permissions in the namespace, and Tekton, and say how to fix each problem. The exit code is 1 if there is a problem.',
      ),
  async ({ cluster: connect, out, now }) => {
    const { examine } = await import('../doctor/examine.js');
    const checks = await examine(await connect(), now());
    for (const line of checkLines(checks, out.terminal)) out.line(line);
    return checks.some(({ state }) => state === 'bad') ? exitCodes.failed : exitCodes.succeeded;
  },
);
