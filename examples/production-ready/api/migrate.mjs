import { read, write } from './database.mjs';
import { latest, migrate } from './migrations.mjs';

const version = (await read('version')) ?? 0;
await write('products', migrate((await read('products')) ?? [], version));
await write('version', latest);
console.log(version === latest ? `version ${latest}: nothing to do` : `version ${version} -> ${latest}`);
