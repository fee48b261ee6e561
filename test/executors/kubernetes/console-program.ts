import { execute } from '../../../executors/execute.js';
import type { Terminal } from '../../../executors/executor.js';
import { kubernetes } from '../../../executors/kubernetes/kubernetes.js';
import { loadConnection } from '../../../packages/kubernetes-client/connection/load-connection.js';

/** A task on the terminal of this process; the environment says in which cluster and namespace. */
const { NAMESPACE: namespace } = process.env;
const { stdin, stdout } = process;
const tty: Terminal = {
  size: () => ({ columns: stdout.columns, rows: stdout.rows }),
  onResize: () => () => {},
  enterRawMode: () => {
    stdin.setRawMode(true);
    return () => stdin.setRawMode(false);
  },
};
const script = 'stty size; trap "exit 7" INT; read -r line; echo "got $line"; while sleep 0.05; do :; done';
const executor = kubernetes({ component: 'api', connection: await loadConnection(), namespace });
process.exitCode = (
  await execute({ name: 'console', script }, { executor, stdin, stdout, stderr: stdout, tty })
).exitCode;
