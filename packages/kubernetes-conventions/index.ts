/** How Kubernetes writes names, ages, durations, references and paths. */
export * from './age.js';
export * from './content-hash.js';
export * from './duration-seconds.js';
export * from './fit-name.js';
export * from './generate-name.js';
export * from './go-duration.js';
export * from './json-path.js';
export * from './kubernetes-object.js';
export * from './literal.js';
export * from './metadata/metadata-schema.js';
export * from './metadata/names.js';
