import { defineCommand } from '../command-definition.js';
import { findingLines } from '../doctor/finding-lines.js';
import { exitCodes } from '../exit-codes.js';

export const doctorCommand = defineCommand(
  'doctor',
  (command) =>
    command
      .summary('find out what is missing')
      .description(
        'Examine the connection, the CRDs, the controller, your rights in the namespace, and Tekton; say what to do about each. Exits with 1 when something is wrong.',
      ),
  async ({ cluster: connect, out, now }) => {
    const { examine } = await import('../doctor/examine.js');
    const findings = await examine(await connect(), now());
    for (const line of findingLines(findings, out.terminal)) out.line(line);
    return findings.some(({ verdict }) => verdict === 'bad') ? exitCodes.failed : exitCodes.succeeded;
  },
);
