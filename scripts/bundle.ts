import { bundleController } from './bundle-controller.js';

/** What the Containerfile copies. */
await bundleController('build/controller.mjs');
