import { createServer } from 'node:http';

const { API_URL = 'http://localhost:8081', PORT = '8082', HOST = '0.0.0.0' } = process.env;

const server = createServer(async (_request, response) => {
  const products = await (await fetch(API_URL)).json();
  response.end(products.map(({ name, cents, currency }) => `${name}: ${cents / 100} ${currency}\n`).join(''));
});
server.listen(Number(PORT), HOST, () => console.log(`web: port ${server.address().port}`));
process.on('SIGTERM', () => process.exit());
