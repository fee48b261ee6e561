import { describe, expect, test } from '@jest/globals';
import type { AccessQuestion } from '../authorizer.js';
import { type AdmissionRequest, policyViolations } from '../validating-policy.js';

const violations = (expression: string, asked: Partial<AdmissionRequest> = {}, rest: object = {}) =>
  policyViolations({ validations: [{ expression }], ...rest }, { operation: 'CREATE', ...asked });

describe('the variables of an expression', () => {
  const cases: Record<string, { expression: string; asked?: Partial<AdmissionRequest> }> = {
    'the object': { expression: 'object.spec.replicas == 3', asked: { object: { spec: { replicas: 3 } } } },
    oldObject: { expression: "oldObject.kind == 'A'", asked: { oldObject: { kind: 'A' } } },
    'no oldObject: null': { expression: 'oldObject == null' },
    'no object, in a deletion: null': { expression: 'object == null' },
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

test('variables use the object and earlier variables; an unused variable is not evaluated', () => {
  const variables = [
    { name: 'names', expression: "object.names.filter(name, name != '')" },
    { name: 'count', expression: 'size(variables.names)' },
    { name: 'broken', expression: 'object.no.such.field' },
  ];
  expect(violations('variables.count == 1', { object: { names: ['a', ''] } }, { variables })).toEqual([]);
});

describe('the message of a policy', () => {
  const cases: Record<string, { validation: object; want: string }> = {
    'a message': { validation: { message: 'no' }, want: 'no' },
    'a message expression': { validation: { message: 'no', messageExpression: "'no, ' + object.a" }, want: 'no, x' },
    'a message expression of blanks: message': { validation: { message: 'no', messageExpression: "' '" }, want: 'no' },
    'a message expression of two lines: message': {
      validation: { message: 'no', messageExpression: "'a\\nb'" },
      want: 'no',
    },
    'a message expression that is not text: message': {
      validation: { message: 'no', messageExpression: '1' },
      want: 'no',
    },
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
  test('all hold: the policy applies', () =>
    expect(violations('false', {}, conditions('true', '1 == 1'))).toHaveLength(1));
  test('one does not hold: the policy does not apply', () =>
    expect(violations('false', {}, conditions('true', 'false'))).toEqual([]));
});

test('the authorizer gets the question of the expression', () => {
  const asked: AccessQuestion[] = [];
  const may = (question: AccessQuestion) => asked.push(question) > 0;
  const expression =
    "authorizer.group('g').resource('r').subresource('s').namespace('n').name('x').check('patch').allowed()";
  expect(violations(expression, { may })).toEqual([]);
  expect(asked).toEqual([{ group: 'g', resource: 'r', subresource: 's', namespace: 'n', name: 'x', verb: 'patch' }]);
});

test('no authorizer: nothing is allowed', () =>
  expect(violations("authorizer.group('').resource('pods').check('get').allowed()")).toHaveLength(1));
