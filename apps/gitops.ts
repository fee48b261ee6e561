import type { App } from 'cdk8s';
import { GitopsKit } from '../constructs/index.js';

/** For teams that write YAML: `argocd-cm.k8s.yaml` as it is, the other files as an example. See docs/gitops.md. */
export const addGitopsKit = (app: App): GitopsKit =>
  new GitopsKit(app, 'kubetask', { repoUrl: 'https://github.com/myorg/fleet.git', namespace: 'agents' });
