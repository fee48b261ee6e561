import type { IConfigMap, ISecret, IServiceAccount } from 'cdk8s-plus-28';

/*
 * What we need of cdk8s-plus objects, yet no less than tells one kind from another. The whole interfaces would refuse
 * cdk8s-plus' own classes in projects with exactOptionalPropertyTypes, for their optional members.
 */

/** An `ISecret` of cdk8s-plus-28. */
export type SecretObject = Pick<ISecret, 'name' | 'envValue'>;

/** An `IConfigMap` of cdk8s-plus-28. A Secret has all members of a ConfigMap and more, which identify it. */
export interface ConfigMapObject extends Pick<IConfigMap, 'name' | 'kind'> {
  readonly envValue?: 'this is a Secret: give a ConfigMap, or use fromSecret';
}

/** An `IServiceAccount` of cdk8s-plus-28. */
export type ServiceAccountObject = Pick<IServiceAccount, 'name' | 'toSubjectConfiguration'>;
