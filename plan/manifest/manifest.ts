/** A text of YAML or JSON documents. */
export interface Manifest {
  /** What problems are reported under, for example the file's path. */
  readonly name: string;
  readonly text: string;
}
