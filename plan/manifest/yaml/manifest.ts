/** A text of YAML or JSON documents. */
export interface Manifest {
  /** Name of the text in problems, for example the path of the file. */
  readonly name: string;
  /** YAML or JSON, one or more documents. */
  readonly text: string;
}

/** Every sequence that is not UTF-8 becomes this one, which no manifest that is read holds. */
export const NOT_UTF8 = '\uFFFE';

/** A manifest as it is on disk. Bytes that are not UTF-8 become a problem at their place when it is parsed. */
export function manifestOf(name: string, bytes: Uint8Array): Manifest {
  try {
    return { name, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { name, text: new TextDecoder('utf-8').decode(bytes).replaceAll('\uFFFD', NOT_UTF8) };
  }
}
