import { admissionEnvironment } from './admission-cel.js';
import { type AccessQuestion, Authorizer } from './authorizer.js';
import { celMessage } from './cel-program.js';
import { celValue } from './cel-value.js';

/** The part of the spec of a ValidatingAdmissionPolicy that has expressions. */
export interface ValidatingPolicySpec {
  readonly matchConditions?: readonly { readonly name: string; readonly expression: string }[];
  readonly variables?: readonly { readonly name: string; readonly expression: string }[];
  readonly validations: readonly PolicyValidation[];
}

/** One expression that must be true. */
export interface PolicyValidation {
  readonly expression: string;
  readonly message?: string;
  readonly messageExpression?: string;
}

/** One admission request. Absent objects are null in expressions. */
export interface AdmissionRequest {
  readonly object?: object;
  readonly oldObject?: object;
  readonly operation: 'CREATE' | 'UPDATE' | 'DELETE' | 'CONNECT';
  readonly namespace?: string;
  readonly username?: string;
  readonly params?: object;
  readonly namespaceObject?: object;
  /** Whether the user of the request may do that. @default nothing is allowed */
  readonly may?: (question: AccessQuestion) => boolean;
}

/**
 * The messages of the validations that refuse a request; empty if the policy does not match, or all pass.
 * An expression that cannot be evaluated refuses the request, as `failurePolicy: Fail` does.
 */
export function policyViolations(spec: ValidatingPolicySpec, asked: AdmissionRequest): string[] {
  const activation = activationOf(spec, asked);
  try {
    const isMatched = (spec.matchConditions ?? []).every(({ expression }) => evaluate(expression, activation) === true);
    if (!isMatched) return [];
    return spec.validations.flatMap((validation) =>
      evaluate(validation.expression, activation) === true ? [] : [messageOf(validation, activation)],
    );
  } catch (error) {
    return [`expression cannot be evaluated: ${celMessage(error)}`];
  }
}

type Activation = Readonly<Record<string, unknown>>;

function activationOf({ variables = [] }: ValidatingPolicySpec, asked: AdmissionRequest): Activation {
  const { object, oldObject, operation, namespace, username = '', params, namespaceObject, may } = asked;
  const lazy = {};
  const activation = {
    object: json(object),
    oldObject: json(oldObject),
    request: json({ operation, namespace, userInfo: { username } }),
    params: json(params),
    namespaceObject: json(namespaceObject),
    authorizer: new Authorizer(may ?? (() => false)),
    variables: lazy,
  };
  for (const { name, expression } of variables)
    Object.defineProperty(lazy, name, { get: () => evaluate(expression, activation), enumerable: true });
  return activation;
}

const json = (value: object | undefined): unknown => (value === undefined ? null : celValue(undefined, value));

const evaluate = (expression: string, activation: Activation): unknown =>
  admissionEnvironment().evaluate(expression, activation);

function messageOf({ expression, message, messageExpression }: PolicyValidation, activation: Activation): string {
  if (messageExpression !== undefined) {
    const text = evaluate(messageExpression, activation);
    if (typeof text === 'string' && text.trim() !== '' && !text.includes('\n')) return text;
  }
  return message ?? `failed expression: ${expression}`;
}
