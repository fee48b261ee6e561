import type { Check } from './check.js';

/** The oldest Kubernetes that has every field we emit. */
const oldestMinor = 28;

/** @param gitVersion such as `v1.31.2`, as `/version` says */
export function examineServer(server: URL, gitVersion: string): Check {
  const minor = Number(/^v1\.(\d+)/.exec(gitVersion)?.[1] ?? Number.NaN);
  const detail = `${server.origin}, Kubernetes ${gitVersion}`;
  if (Number.isNaN(minor) || minor >= oldestMinor) return { title: 'server', state: 'good', detail };
  return { title: 'server', state: 'bad', detail, fix: [`kubetask needs Kubernetes 1.${oldestMinor} or newer`] };
}
