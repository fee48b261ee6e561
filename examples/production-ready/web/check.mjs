// Fails if the shop has no products.
const { PORT = '8082' } = process.env;
const page = await (await fetch(`http://localhost:${PORT}`)).text();
process.stdout.write(page);
if (page === '') throw new Error('the shop is empty');
