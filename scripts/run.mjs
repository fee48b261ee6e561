// `node scripts/run.mjs <program> [argument ...]`: installs and builds what is missing, then runs build/<program>.
import { chdir } from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, ensureInstalled } from './ensure-installed.mjs';

chdir(fileURLToPath(new URL('..', import.meta.url)));
await ensureInstalled();
await build();

const [node, , program, ...rest] = process.argv;
const path = fileURLToPath(new URL(`../build/${program}`, import.meta.url));
process.argv = [node, path, ...rest];
await import(pathToFileURL(path).href);
