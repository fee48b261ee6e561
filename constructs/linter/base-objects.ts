import { baseDocuments } from './base-documents.js';
import { type BaseObjects, objectsOfDocuments } from './objects-of-documents.js';

/** The objects of a folder, or of the output folder at a Git revision; read when first asked for. Never throws. */
export const baseObjects = (base: string, outdir: string): BaseObjects =>
  objectsOfDocuments(base, () => baseDocuments(base, outdir));
