import { bundleCli } from './bundle-cli.js';
import { bundleController } from './bundle-controller.js';

/** What the Containerfile copies, and the kubectl plugin. */
await bundleController('build/controller.cjs');
await bundleCli('build');
console.error(
  'wrote build/controller.cjs, build/kubectl-task, what belongs beside it, and build/kubectl_complete-task',
);
