import { bundleCli } from './bundle-cli.js';
import { bundleController } from './bundle-controller.js';

/** The files that the Containerfile copies, and the kubectl plugin. */
await bundleController('build/controller.cjs');
await bundleCli('build');
console.error('wrote build/controller.cjs, build/kubectl-task with its other files, and build/kubectl_complete-task');
