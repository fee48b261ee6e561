import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseManifest } from '../../plan/manifest/yaml/parse-manifest.js';

/** A new seed each time, printed with a failure; `FUZZ_SEED=<number>` repeats it. */
const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31);
const cases = Number(process.env.FUZZ_CASES ?? 300);
const settings = { seed, numRuns: cases, verbose: 0 };
console.info(`fuzz: FUZZ_SEED=${seed}, ${cases} cases each`);

const yamlPiece = fc.oneof(
  fc.constantFrom(
    'apiVersion: v1\n',
    'kind: Batch\n',
    'metadata: {name: a}\n',
    '---\n',
    '- ',
    '  ',
    '\n',
    ': ',
    '? ',
    '&a ',
    '*a',
    '<<: *a\n',
  ),
  fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    '"',
    "'",
    '|\n',
    '>-\n',
    '!!binary ',
    '!!set ',
    '%YAML 1.1\n',
    '# x\n',
    '\t',
    '\u0085',
    '0x',
    '1e999',
    '~',
  ),
  fc.string({ unit: 'binary', maxLength: 6 }),
);
test('any text: objects, or problems with line and column', () => {
  fc.assert(
    fc.property(fc.array(yamlPiece, { maxLength: 40 }), (pieces) => {
      const { objects, problems } = parseManifest({ name: 'm', text: pieces.join('') });
      expect(objects.every(({ object }) => typeof object.kind === 'string')).toBe(true);
      expect(problems.every(({ position, message }) => position.line > 0 && message !== '')).toBe(true);
    }),
    settings,
  );
}, 120_000);
