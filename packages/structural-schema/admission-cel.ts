import { Authorizer } from './authorizer.js';
import { celEnvironment } from './cel-environment.js';

/**
 * The CEL of ValidatingAdmissionPolicies: the functions of validation rules, and more variables.
 *
 * @source https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/
 */
export const admissionEnvironment = celEnvironment
  .clone()
  .registerVariable('object', 'dyn')
  .registerVariable('oldObject', 'dyn')
  .registerVariable('request', 'dyn')
  .registerVariable('params', 'dyn')
  .registerVariable('namespaceObject', 'dyn')
  .registerVariable('variables', 'dyn')
  .registerType('Authorizer', { ctor: Authorizer, fields: {} })
  .registerVariable('authorizer', 'Authorizer')
  .registerFunction('Authorizer.group(string): Authorizer', (asked: Authorizer, group: string) => asked.with({ group }))
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
