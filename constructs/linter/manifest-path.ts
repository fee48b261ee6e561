import { dirname } from 'node:path';

/** Whether the name of a file is one of YAML. */
export const isManifest = (name: string): boolean => /\.ya?ml$/.test(name);

/** The folder of a relative path; empty for a path without one. */
export const folderOf = (file: string): string => dirname(file).replace(/^\.$/, '');
