/** What one examination found. */
export interface Check {
  /** What was examined, in a word or two. */
  readonly title: string;
  /** `unknown`: it could not be found out, for example for lack of rights. */
  readonly state: 'good' | 'bad' | 'unknown';
  readonly detail: string;
  /** What to do about it, one line each. */
  readonly fix?: readonly string[];
}
