import type { Permission } from '../../api/permission.js';
import { cleanupPermissions, electionPermissions, runPermissions } from '../../api/permissions.js';
import type { ApiClient } from './api-client.js';

const name = 'kubetask-controller';
const group = 'rbac.authorization.k8s.io';
const path = `/apis/${group}/v1`;

/** Gives a user the rights that the installation gives the controller, and no others. */
export async function grantControllersRights(client: ApiClient, user: string): Promise<void> {
  const rules = [...runPermissions, ...cleanupPermissions, ...electionPermissions].map(toRule);
  await create(client, 'clusterroles', { kind: 'ClusterRole', rules });
  await create(client, 'clusterrolebindings', {
    kind: 'ClusterRoleBinding',
    roleRef: { apiGroup: group, kind: 'ClusterRole', name },
    subjects: [{ apiGroup: group, kind: 'User', name: user }],
  });
}

const toRule = ({ apiGroup, resources, resourceNames, verbs }: Permission) => ({
  ...{ apiGroups: [apiGroup], resources, verbs },
  ...(resourceNames && { resourceNames }),
});

async function create(client: ApiClient, plural: string, object: object): Promise<void> {
  const body = { apiVersion: `${group}/v1`, metadata: { name }, ...object };
  const answer = await client.send('POST', `${path}/${plural}`, body);
  if (answer.code !== 201) throw new Error(`Cannot create ${plural}/${name}: ${answer.body['message']}`);
}
