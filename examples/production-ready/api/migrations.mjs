/** In order. Each migration takes all products and returns them in the next format. */
const migrations = [
  (products) => products.map((product) => ({ ...product, currency: product.currency ?? 'EUR' })),
  (products) => products.map(({ price, ...product }) => ({ ...product, cents: product.cents ?? price * 100 })),
];

export const latest = migrations.length;

export const migrate = (products, version) =>
  migrations.slice(version).reduce((migrated, migration) => migration(migrated), products);
