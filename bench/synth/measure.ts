import { readFileSync } from 'node:fs';
import { printCost } from './cost.js';
import { peers } from './peers.js';

/** One peer in a process of its own: `measure.js <peer> <repositories> <objects.json> <outdir>`. */
const [, , peer = '', repositories = '', objects = '', outdir = ''] = process.argv;
await peers[peer]?.({
  repositories: Number(repositories),
  objects: JSON.parse(readFileSync(objects, 'utf8')),
  outdir,
});
printCost();
