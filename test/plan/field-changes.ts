import type { CommandContext, HttpContext, RepositoryContext } from '../../api/generated/kinds.js';

/** Another value for each field of a spec: a new field does not compile before it has one. */
export type Changes<Spec> = { readonly [Field in keyof Spec]-?: Spec[Field] };

export const repositoryChanges: Changes<RepositoryContext> = {
  org: 'other',
  repo: 'other',
  url: 'https://git.example.org/o/r.git',
  branch: 'dev',
  revision: '0123456789abcdef0123456789abcdef01234567',
  path: 'folder',
  depth: 0,
  submodules: true,
  lfs: true,
  secretRef: { name: 'git' },
  hostKeyChecking: 'AcceptNew',
  timeoutSeconds: 60,
};

export const httpChanges: Changes<HttpContext> = {
  filePath: '/workspace/b',
  url: 'https://b.example',
  headers: [{ name: 'Authorization', secretKeyRef: { name: 's', key: 'k' } }],
  jsonPointer: '/body',
  optional: true,
  method: 'GET',
  maxBytes: 10,
  timeoutSeconds: 1,
  allowPrivate: true,
};

export const commandChanges: Changes<CommandContext> = {
  filePath: '/workspace/b',
  image: 'other:v1',
  script: 'date',
  env: [{ name: 'A', secretKeyRef: { name: 's', key: 'k' } }],
  maxBytes: 10,
  timeoutSeconds: 1,
};
