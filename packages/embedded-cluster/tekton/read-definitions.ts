import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { KubernetesObject } from '../../kubernetes-conventions/kubernetes-object.js';

/** The CustomResourceDefinitions of a folder, one per YAML file. @throws Error when there is no such folder */
export const readDefinitions = (folder: string): readonly KubernetesObject[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => parse(readFileSync(join(folder, name), 'utf8')) as KubernetesObject);
