import { execute, inContainers, runPlanned } from '../../../executors/index.js';
import { makeBatch, makeWorkspace, planBatch } from '../planned/sample.js';

/** Runs a task that prints the ids of its processes and then does not end, until this process is killed. */
const script = 'sleep 600 & echo "$$ $!"; wait';
const { stdout, stderr, argv, env } = process;

const tasks: Record<string, () => Promise<unknown>> = {
  local: () => execute({ name: 'test', script }, { stdout, stderr }),
  container: () => {
    const plan = planBatch(makeBatch({ variableContexts: [[]] }), makeWorkspace(script));
    return runPlanned(plan, { place: inContainers({ env }), env, stdout, stderr });
  },
};
await tasks[argv[2] ?? '']?.();
