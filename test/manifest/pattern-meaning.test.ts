import { expect, test } from '@jest/globals';
import { formatFieldError } from '../../packages/structural-schema/field-error.js';
import { schemaOf } from '../../plan/manifest/object/own-kind.js';
import { schemaErrors } from '../../plan/manifest/object/schema-errors.js';
import { makeBatch, makeFile } from '../plan/sample.js';

test('a file path that is not absolute: the error says what the field is', () => {
  const spec = makeBatch({ commonContext: [makeFile('task.md', 'x')] });
  const batch = { apiVersion: 'kubetask.io/v1alpha1', kind: 'Batch', metadata: { name: 'b' }, spec };
  const [error] = schemaErrors(schemaOf(batch) ?? {}, batch).map(formatFieldError);
  expect(error).toMatch(/^spec\.commonContext\[0\]\.file\.filePath: Invalid value: "task\.md": .* should match /);
  expect(error).toMatch(/ \(Absolute path of the file in the agent's container\)$/);
});
