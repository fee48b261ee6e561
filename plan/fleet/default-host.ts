/** The host whose repositories have short task names, unless a fleet names another one. */
export const defaultHost = 'github.com';
