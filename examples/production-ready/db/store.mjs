// The database of the example: JSON values by name, over HTTP. It replaces a real database, so the example needs one image.
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

const values = new Map();
const { PORT = '8080', HOST = '0.0.0.0' } = process.env;

const server = createServer(async (request, response) => {
  const name = request.url ?? '/';
  if (request.method === 'PUT') values.set(name, await text(request));
  response.setHeader('content-type', 'application/json').end(values.get(name) ?? 'null');
});
server.listen(Number(PORT), HOST, () => console.log(`database: port ${server.address().port}`));
process.on('SIGTERM', () => process.exit());
