import { createServer } from 'node:http';
import { read } from './database.mjs';

const { PORT = '8081', HOST = '0.0.0.0' } = process.env;

const server = createServer(async (_request, response) => {
  response.setHeader('content-type', 'application/json').end(JSON.stringify((await read('products')) ?? []));
});
server.listen(Number(PORT), HOST, () => console.log(`api: port ${server.address().port}`));
process.on('SIGTERM', () => process.exit());
