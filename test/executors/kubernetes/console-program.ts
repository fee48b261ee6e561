import { readFileSync } from 'node:fs';
import { execute } from '../../../executors/execute.js';
import type { Terminal } from '../../../executors/executor.js';
import { kubernetes } from '../../../executors/kubernetes/kubernetes.js';

/** A task on the terminal of this process; the environment says on which server. */
const { URL: url = '', TOKEN: token = '', CA: ca = '' } = process.env;
const credentials = { headers: { authorization: `Bearer ${token}` }, tls: { ca: readFileSync(ca) } };
const connection = { server: new URL(url), namespace: 'default', credentials: async () => credentials };
const { stdin, stdout } = process;
const tty: Terminal = {
  size: () => ({ columns: stdout.columns, rows: stdout.rows }),
  onResize: () => () => {},
  enterRawMode: () => {
    stdin.setRawMode(true);
    return () => stdin.setRawMode(false);
  },
};
// A server may tell the terminal its size after the program has started.
const hasSize = 'until [ "$(stty size)" = "30 90" ]; do sleep 0.01; done';
const script = `trap "exit 7" INT; ${hasSize}; stty size; read -r line; echo "got $line"; while sleep 0.05; do :; done`;
const executor = kubernetes({ component: 'api', connection });
process.exitCode = (
  await execute({ name: 'console', script }, { executor, stdin, stdout, stderr: stdout, tty })
).exitCode;
