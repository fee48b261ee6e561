import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { latest, migrate } from './migrations.mjs';

const tea = { name: 'tea', currency: 'EUR', cents: 300 };

test('a product of the first version', () => {
  deepEqual(migrate([{ name: 'tea', price: 3 }], 0), [tea]);
});

test('a product of the latest version stays as it is', () => {
  deepEqual(migrate([tea], latest), [tea]);
});
