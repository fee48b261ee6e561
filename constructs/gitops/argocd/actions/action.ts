/** A button in Argo CD. Source: https://argo-cd.readthedocs.io/en/stable/operator-manual/resource_actions/ */
export interface ResourceAction {
  readonly name: string;
  /** When it makes sense: a Lua expression over `obj` and the functions of `discovery`. */
  readonly isEnabled: string;
  /** Lua that returns the changed object, or a list of what is created. */
  readonly lua: string;
}
