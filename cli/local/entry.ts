/** What the bundle with the embedded cluster offers to the plugin. */
export { runHere } from './planned/run-here.js';
export { runLocal } from './run-local.js';
