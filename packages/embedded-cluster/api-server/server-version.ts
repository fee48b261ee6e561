/** The Kubernetes version whose behaviour this server follows: that of the types in `local/generated/`. */
export const serverVersion = {
  major: '1',
  minor: '34',
  gitVersion: 'v1.34.0+embedded',
  gitCommit: '',
  gitTreeState: 'clean',
  buildDate: '2025-08-27T00:00:00Z',
  goVersion: 'node',
  compiler: 'node',
  platform: `${process.platform}/${process.arch}`,
};
