import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** How kubectl calls the embedded cluster; also how a file of ours is told from anybody else's. */
const contextName = 'kubetask-local';

/** How to reach a server and be believed by it. */
export interface Access {
  readonly url: string;
  readonly caPem: string;
  readonly token: string;
}

/** @throws Error when the file exists and is not an embedded cluster's: a user's own kubeconfig is never touched */
export function assertReplaceable(path: string): void {
  if (!existsSync(path) || readFileSync(path, 'utf8').includes(contextName)) return;
  throw new Error(`Cannot write the kubeconfig to ${path}: that file is not the embedded cluster's; name another path`);
}

/** Writes a kubeconfig for one server, readable by its owner only, in one step. */
export function writeKubeconfig(path: string, access: Access): void {
  mkdirSync(dirname(path), { recursive: true });
  const written = `${path}.${process.pid}`;
  rmSync(written, { force: true });
  writeFileSync(written, `${JSON.stringify(kubeconfig(access), null, 2)}\n`, { mode: 0o600 });
  renameSync(written, path);
}

/** JSON, which is YAML too. */
function kubeconfig({ url, caPem, token }: Access): object {
  return {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name: contextName,
        cluster: { server: url, 'certificate-authority-data': Buffer.from(caPem).toString('base64') },
      },
    ],
    users: [{ name: contextName, user: { token } }],
    contexts: [{ name: contextName, context: { cluster: contextName, user: contextName, namespace: 'default' } }],
    'current-context': contextName,
  };
}
