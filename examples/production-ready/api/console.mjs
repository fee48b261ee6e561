import { start } from 'node:repl';
import * as database from './database.mjs';

Object.assign(start('shop> ').context, database);
