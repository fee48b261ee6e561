/**
 * An OpenAPI 2 document without a single definition, in the protobuf that kubectl insists on here. kubectl asks only
 * after OpenAPI 3 did not know a kind, and learns from it that nobody knows it.
 *
 * Fields of `openapi.v2.Document`: 1 swagger, 2 info (1 title, 2 version), 8 paths.
 */
export const openApiV2Stub: Uint8Array = Buffer.concat([
  field(1, Buffer.from('2.0')),
  field(2, Buffer.concat([field(1, Buffer.from('Kubernetes')), field(2, Buffer.from('v1'))])),
  field(8, Buffer.alloc(0)),
]);

/** A length-delimited field of fewer than 128 bytes. */
function field(number: number, value: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([(number << 3) | 2, value.length]), value]);
}
