import { defineCommand } from '../command-definition.js';
import { checkLines } from '../doctor/check-lines.js';
import { exitCodes } from '../exit-codes.js';

export const doctorCommand = defineCommand<{ readonly namespace?: string }>(
  'doctor',
  (command) =>
    command
      .summary('check the installation')
      .description(
        'Check the connection, the CRDs, the controller, your permissions in the namespace, and Tekton. If this folder or a parent folder has a kubetask.yaml, also check it and the permissions that its executors need. The command says how to fix each problem. The exit code is 1 if there is a problem.',
      ),
  async (session, _, { namespace }) => {
    const { out, now } = session;
    const { examine } = await import('../doctor/examine.js');
    const { examineTaskFile } = await import('../doctor/examine-task-file.js');
    const cluster = await session.cluster();
    const checks = [...(await examine(cluster, now())), ...(await examineTaskFile(session, cluster, namespace))];
    for (const line of checkLines(checks, out.terminal)) out.line(line);
    return checks.some(({ state }) => state === 'bad') ? exitCodes.failed : exitCodes.succeeded;
  },
);
