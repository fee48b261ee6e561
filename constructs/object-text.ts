import type { ApiObject } from 'cdk8s';
import { UnwritableValue, yamlWriter } from '../packages/yaml-writer/index.js';
import { PlannedObject } from './planned-object.js';
import { SynthesisError } from './synthesis-error.js';

/** As cdk8s orders the keys of all objects. */
const firstKeys = ['apiVersion', 'kind', 'metadata'];
const writePlanned = yamlWriter({ sortKeys: true, firstKeys });
const write = yamlWriter();

/**
 * The document of one object, which ends in a line break.
 *
 * @throws SynthesisError for a text that YAML cannot hold
 */
export function objectText(object: ApiObject): string {
  try {
    return PlannedObject.isPlannedObject(object) ? writePlanned(object.planned()) : write(object.toJson());
  } catch (error) {
    if (!(error instanceof UnwritableValue)) throw error;
    const { path, problem } = error;
    throw new SynthesisError([
      `[${object.node.path}] ${object.kind} ${object.name}: ${path}: Invalid value: ${problem}`,
    ]);
  }
}
