import { mkdirSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { dump } from 'js-yaml';
import { replaceFile } from '../regular-file.js';

/** Where a server listens and how to be let in. */
export interface KubeconfigServer {
  readonly url: string;
  readonly caPem: string;
  readonly token: string;
}

const name = 'embedded-cluster';

/** A kubeconfig with one context, `embedded-cluster`, and everything inside it. */
export function kubeconfigYaml({ url, caPem, token }: KubeconfigServer, namespace = 'default'): string {
  return dump({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name, cluster: { server: url, 'certificate-authority-data': Buffer.from(caPem).toString('base64') } }],
    users: [{ name, user: { token } }],
    contexts: [{ name, context: { cluster: name, user: name, namespace } }],
    'current-context': name,
  });
}

/** Writes the kubeconfig so that only its owner can read it; readers never see half a file. */
export function writeKubeconfig(path: string, server: KubeconfigServer, namespace?: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}.tmp`;
  replaceFile(draft, kubeconfigYaml(server, namespace), 0o600);
  renameSync(draft, path);
}
