/** One field of a protobuf message as it stands on the wire. */
export interface WireField {
  readonly number: number;
  /** A varint, or the bytes of a string, a message or a fixed-width number. */
  readonly value: bigint | Uint8Array;
}

/** The fields of a message in order. @throws RangeError for bytes that are no message */
export function* wireFields(message: Uint8Array): Generator<WireField> {
  let offset = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = message[offset];
      if (byte === undefined || shift > 63n) throw new RangeError('protobuf: unexpected end of a varint');
      offset += 1;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  const bytes = (length: number): Uint8Array => {
    if (offset + length > message.length) throw new RangeError('protobuf: unexpected end of a field');
    offset += length;
    return message.subarray(offset - length, offset);
  };
  while (offset < message.length) {
    const key = Number(varint());
    yield { number: key >>> 3, value: readValue(key & 7, varint, bytes) };
  }
}

function readValue(wireType: number, varint: () => bigint, bytes: (length: number) => Uint8Array): bigint | Uint8Array {
  switch (wireType) {
    case 0:
      return varint();
    case 1:
      return bytes(8);
    case 2:
      return bytes(Number(varint()));
    case 5:
      return bytes(4);
    default:
      throw new RangeError(`protobuf: wire type ${wireType} is not supported`);
  }
}
