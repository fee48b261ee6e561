import type { Environment } from '@marcbachmann/cel-js';
import { Authorizer } from './authorizer.js';
import { celEnvironment } from './cel-environment.js';

let environment: Environment | undefined;

/**
 * The CEL of ValidatingAdmissionPolicies: the functions of validation rules, and more variables. Made once.
 *
 * @source https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/
 */
export function admissionEnvironment(): Environment {
  environment ??= newEnvironment();
  return environment;
}

const newEnvironment = (): Environment =>
  celEnvironment()
    .clone()
    .registerVariable('object', 'dyn')
    .registerVariable('oldObject', 'dyn')
    .registerVariable('request', 'dyn')
    .registerVariable('params', 'dyn')
    .registerVariable('namespaceObject', 'dyn')
    .registerVariable('variables', 'dyn')
    .registerType('Authorizer', { ctor: Authorizer, fields: {} })
    .registerVariable('authorizer', 'Authorizer')
    .registerFunction('Authorizer.group(string): Authorizer', (asked: Authorizer, group: string) =>
      asked.with({ group }),
    )
    .registerFunction('Authorizer.resource(string): Authorizer', (asked: Authorizer, resource: string) =>
      asked.with({ resource }),
    )
    .registerFunction('Authorizer.subresource(string): Authorizer', (asked: Authorizer, subresource: string) =>
      asked.with({ subresource }),
    )
    .registerFunction('Authorizer.namespace(string): Authorizer', (asked: Authorizer, namespace: string) =>
      asked.with({ namespace }),
    )
    .registerFunction('Authorizer.name(string): Authorizer', (asked: Authorizer, name: string) => asked.with({ name }))
    .registerFunction('Authorizer.check(string): Authorizer', (asked: Authorizer, verb: string) => asked.with({ verb }))
    .registerFunction('Authorizer.allowed(): bool', (asked: Authorizer) => asked.isAllowed());
