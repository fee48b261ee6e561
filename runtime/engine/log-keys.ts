import { splitKey } from '../../packages/kubernetes-conventions/object-key.js';

/** How an object that is no run is called in log lines, by its kind or the name of its controller, in one spelling. */
const fields: Readonly<Record<string, string>> = { agent: 'agent', agentbuild: 'build' };

/**
 * The fields by which log lines about one object are found: `namespace`, and `run`, `agent` or `build`.
 *
 * @param kind as in `AgentBuild`, or as its controller is called, `agent-build`
 */
export function logKeys(key: string, kind: string): Readonly<Record<string, string>> {
  const { namespace, name } = splitKey(key);
  return { namespace, [fields[kind.toLowerCase().replace('-', '')] ?? 'run']: name };
}
