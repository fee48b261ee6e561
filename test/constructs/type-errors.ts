/** Never run: `tsc` fails when one of these bad combinations compiles, or one of the good ones does not. */
import type { Chart } from 'cdk8s';
import { ConfigMap, Secret } from 'cdk8s-plus-28';
import {
  AgentBuildConstruct,
  BatchConstruct,
  Context,
  Credential,
  FileContent,
  TaskConstruct,
  WorkspaceConstruct,
} from '../../constructs/index.js';

export function typeErrors(chart: Chart): void {
  const secret = new Secret(chart, 'secret');
  const configMap = new ConfigMap(chart, 'config-map');
  const workspace = new WorkspaceConstruct(chart, 'workspace');
  const variableContexts = [[Context.repository({ org: 'o', repo: 'r', branch: 'main' })]];

  FileContent.fromSecret(secret, 'key');
  FileContent.fromConfigMap(configMap, 'key');
  // @ts-expect-error a Secret is not a ConfigMap
  FileContent.fromConfigMap(secret, 'key');
  // @ts-expect-error a ConfigMap is not a Secret
  FileContent.fromSecret(configMap, 'key');

  // @ts-expect-error two sources
  Context.file('/a', { inline: 'x', secretKeyRef: { name: 's', key: 'k' } });
  Context.repository({ org: 'o', repo: 'r' });
  // @ts-expect-error either a branch or a revision
  Context.repository({ org: 'o', repo: 'r', branch: 'main', revision: 'v1' });
  // @ts-expect-error either org and repo, or url
  Context.repository({ org: 'o', repo: 'r', url: 'https://example.com/r.git', branch: 'main' });
  // @ts-expect-error org goes with repo
  Context.repository({ org: 'o', branch: 'main' });

  // @ts-expect-error neither a variable nor a file
  Credential.fromSecret('c', secret, 'key', {});
  // @ts-expect-error a mode without a file
  Credential.fromSecret('c', secret, 'key', { fileMode: 0o400 });

  const plain = { type: 'File', file: { filePath: '/a', source: { inline: 'x' } } } as const;
  new BatchConstruct(chart, 'plain data', { commonContext: [plain], variableContexts });
  // @ts-expect-error an unknown type
  new BatchConstruct(chart, '1', { commonContext: [{ type: 'Fiel' }], variableContexts });
  // @ts-expect-error a file in a Repository context
  new BatchConstruct(chart, '2', { commonContext: [{ ...plain, type: 'Repository' }], variableContexts });

  new BatchConstruct(chart, 'known', { variableContexts, workspace, run: { runId: '1' } });
  new BatchConstruct(chart, 'in the cluster', {
    variableContexts,
    workspace: 'w',
    run: { runId: '1', jobs: 'runtime' },
  });
  // @ts-expect-error Jobs cannot be planned from a WorkspaceConfig that is known only by name
  new BatchConstruct(chart, '3', { variableContexts, workspace: 'w', run: { runId: '1' } });
  // @ts-expect-error a run needs a name
  new BatchConstruct(chart, '4', { variableContexts, run: {} });
  // @ts-expect-error two ways to name the run
  new BatchConstruct(chart, '5', { variableContexts, run: { name: 'a', runId: '1' } });

  new TaskConstruct(chart, 'steps', { steps: [{ script: 'x' }, { image: 'i' }, { command: ['x'], args: ['y'] }] });
  new TaskConstruct(chart, 'agent', { contexts: [plain], workspace: 'w', run: { runId: '1', params: { a: 'b' } } });
  // @ts-expect-error steps or contexts
  new TaskConstruct(chart, '6', { steps: [{ script: 'x' }], contexts: [plain] });
  // @ts-expect-error neither steps nor contexts
  new TaskConstruct(chart, '7', {});
  // @ts-expect-error a script and a command
  new TaskConstruct(chart, '8', { steps: [{ script: 'x', command: ['x'] }] });
  // @ts-expect-error nothing to run
  new TaskConstruct(chart, '9', { steps: [{ args: ['x'] }] });

  const build = { repoUrl: 'https://h/r', imageRegistry: 'r', image: 'i', imageTag: 't' } as const;
  new AgentBuildConstruct(chart, 'build', { ...build, token: { secret, key: 'token' }, run: true });
  new AgentBuildConstruct(chart, 'deployed', { ...build, objects: 'runtime', spec: { deploy: true } });
  // @ts-expect-error the reconciler starts it
  new AgentBuildConstruct(chart, '10', { ...build, objects: 'runtime', run: true });
  // @ts-expect-error only the reconciler deploys
  new AgentBuildConstruct(chart, '11', { ...build, spec: { deploy: true } });
}
