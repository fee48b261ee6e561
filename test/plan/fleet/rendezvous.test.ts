import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { placeOf, type WeightedPlace } from '../../../plan/fleet/rendezvous.js';

const keys = Array.from({ length: 3000 }, (_, i) => `github.com/myorg/service-${i}`);
const place = (name: string, weight = 1): WeightedPlace => ({ name, weight });
type Places = [WeightedPlace, ...WeightedPlace[]];
const placesOf = (names: readonly string[]) => names.map((name) => place(name)) as Places;
const shareOf = (name: string, places: Places) => keys.filter((key) => placeOf(key, places).name === name).length;

const names = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 2, maxLength: 6 });

describe('any places', () => {
  test('the order of the places does not matter', () => {
    fc.assert(
      fc.property(names, fc.string(), (all, key) => {
        const places = placesOf(all);
        expect(placeOf(key, places.toReversed() as Places).name).toBe(placeOf(key, places).name);
      }),
    );
  });

  test('a place that is added gets keys, and no key moves between the others', () => {
    fc.assert(
      fc.property(names, fc.string(), ([added = '', ...others], key) => {
        const before = placeOf(key, placesOf(others)).name;
        expect([before, added]).toContain(placeOf(key, placesOf([added, ...others])).name);
      }),
    );
  });

  test('a place with more weight keeps its keys', () => {
    fc.assert(
      fc.property(names, fc.string(), fc.integer({ min: 2, max: 9 }), ([first = '', ...others], key, weight) => {
        const light = placeOf(key, [place(first), ...placesOf(others)]).name;
        const heavy = placeOf(key, [place(first, weight), ...placesOf(others)]).name;
        expect([light, first]).toContain(heavy);
      }),
    );
  });
});

describe('3,000 repositories', () => {
  test('three places of one weight: a third each, within 5 %', () => {
    const places = placesOf(['eu', 'us', 'asia']);
    const shares = places.map(({ name }) => Math.abs(shareOf(name, places) / keys.length - 1 / 3));
    expect(Math.max(...shares)).toBeLessThan(0.05);
  });

  test('a fourth place: a quarter moves, within 5 %', () => {
    const before = placesOf(['eu', 'us', 'asia']);
    const after = placesOf(['eu', 'us', 'asia', 'africa']);
    const moved = keys.filter((key) => placeOf(key, before).name !== placeOf(key, after).name);
    expect(Math.abs(moved.length / keys.length - 1 / 4)).toBeLessThan(0.05);
  });

  test('a weight of 2 beside 1 and 1: half of them, within 5 %', () => {
    expect(Math.abs(shareOf('eu', [place('eu', 2), place('us'), place('asia')]) / keys.length - 1 / 2)).toBeLessThan(
      0.05,
    );
  });
});
