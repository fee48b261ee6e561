import { describe, expect, test } from '@jest/globals';
import type { AccessQuestion } from '../authorizer.js';
import { type AdmissionRequest, policyViolations } from '../validating-policy.js';

const violations = (expression: string, asked: Partial<AdmissionRequest> = {}, rest: object = {}) =>
  policyViolations({ validations: [{ expression }], ...rest }, { operation: 'CREATE', ...asked });

describe('what an expression sees', () => {
  const cases: Record<string, { expression: string; asked?: Partial<AdmissionRequest> }> = {
    'the object': { expression: 'object.spec.replicas == 3', asked: { object: { spec: { replicas: 3 } } } },
    'the object as it was': { expression: "oldObject.kind == 'A'", asked: { oldObject: { kind: 'A' } } },
    'no object as it was: null': { expression: 'oldObject == null' },
    'no object, of a deletion: null': { expression: 'object == null' },
    'the operation': { expression: "request.operation == 'DELETE'", asked: { operation: 'DELETE' } },
    'the namespace': { expression: "request.namespace == 'team'", asked: { namespace: 'team' } },
    'the user': { expression: "request.userInfo.username == 'ada'", asked: { username: 'ada' } },
    'no user: an empty name': { expression: "request.userInfo.username == ''" },
    parameters: { expression: "params.data.a == 'b'", asked: { params: { data: { a: 'b' } } } },
    'no parameters: null': { expression: 'params == null' },
    "the namespace's labels": {
      expression: "namespaceObject.metadata.labels.tier == 'prod'",
      asked: { namespaceObject: { metadata: { labels: { tier: 'prod' } } } },
    },
  };
  test.each(Object.entries(cases))('%s', (_, { expression, asked }) =>
    expect(violations(expression, asked)).toEqual([]),
  );
});

test('variables see the object and the variables before them; one that nobody needs is not evaluated', () => {
  const variables = [
    { name: 'names', expression: "object.names.filter(name, name != '')" },
    { name: 'count', expression: 'size(variables.names)' },
    { name: 'broken', expression: 'object.no.such.field' },
  ];
  expect(violations('variables.count == 1', { object: { names: ['a', ''] } }, { variables })).toEqual([]);
});

describe('what a policy says', () => {
  const cases: Record<string, { validation: object; want: string }> = {
    'a message': { validation: { message: 'no' }, want: 'no' },
    'a message that is made': { validation: { message: 'no', messageExpression: "'no, ' + object.a" }, want: 'no, x' },
    'one that is made of blanks: the other': { validation: { message: 'no', messageExpression: "' '" }, want: 'no' },
    'one of two lines: the other': { validation: { message: 'no', messageExpression: "'a\\nb'" }, want: 'no' },
    'one that is not text: the other': { validation: { message: 'no', messageExpression: '1' }, want: 'no' },
    'none: the expression': { validation: {}, want: 'failed expression: false' },
  };
  test.each(Object.entries(cases))('%s', (_, { validation, want }) =>
    expect(
      policyViolations(
        {
          validations: [
            { expression: 'false', ...validation },
            { expression: 'true', message: 'fine' },
          ],
        },
        { operation: 'CREATE', object: { a: 'x' } },
      ),
    ).toEqual([want]),
  );

  test('an expression that cannot be evaluated refuses, with the reason', () =>
    expect(violations('object.a.b == 1', { object: {} })).toEqual(['expression cannot be evaluated: no such key: a']));
});

describe('match conditions', () => {
  const conditions = (...expressions: string[]) => ({
    matchConditions: expressions.map((expression, index) => ({ name: `c${index}`, expression })),
  });
  test('all hold: validated', () => expect(violations('false', {}, conditions('true', '1 == 1'))).toHaveLength(1));
  test('one does not: not validated', () => expect(violations('false', {}, conditions('true', 'false'))).toEqual([]));
});

test('the authorizer is asked for exactly what the expression says', () => {
  const asked: AccessQuestion[] = [];
  const may = (question: AccessQuestion) => asked.push(question) > 0;
  const expression =
    "authorizer.group('g').resource('r').subresource('s').namespace('n').name('x').check('patch').allowed()";
  expect(violations(expression, { may })).toEqual([]);
  expect(asked).toEqual([{ group: 'g', resource: 'r', subresource: 's', namespace: 'n', name: 'x', verb: 'patch' }]);
});

test('nobody says what the user may do: nothing', () =>
  expect(violations("authorizer.group('').resource('pods').check('get').allowed()")).toHaveLength(1));
