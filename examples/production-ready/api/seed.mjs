import { write } from './database.mjs';

const products = process.argv.slice(2).map((name, index) => ({ name, currency: 'EUR', cents: (index + 1) * 100 }));
await write('products', products);
console.log(`${products.length} products`);
