// `npm run reconciler`: installs and builds whatever is missing, then runs the reconciler against the current cluster.
import { chdir } from 'node:process';
import { fileURLToPath } from 'node:url';
import { build, ensureInstalled } from './ensure-installed.mjs';

chdir(fileURLToPath(new URL('..', import.meta.url)));
ensureInstalled();
build();
await import('../build/runtime/main.js');
