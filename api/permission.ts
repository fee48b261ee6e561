export type Verb = 'get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete';

/** What the controller may ask of an API server about one or several resources. */
export interface Permission {
  /** The core group is `''`. */
  readonly apiGroup: string;
  readonly resources: readonly string[];
  readonly verbs: readonly Verb[];
  /** The only objects it is about. @default all */
  readonly resourceNames?: readonly string[];
  readonly why: string;
  /** Verbs that an ordinary life of runs does not use, and what uses them. */
  readonly seldom?: Readonly<Partial<Record<Verb, string>>>;
}

export const observe: readonly Verb[] = ['list', 'watch'];

/** Why a permission to patch has to permit creating, too. */
export const appliedOnly = {
  create: 'never a separate request: an apply patch that creates an object needs it',
} as const;
