/**
 * Replaces `$(NAME)` as Kubernetes does in commands, arguments and environment values: `$$` is a dollar sign that
 * begins no reference, and an unknown name is left as it stands.
 *
 * @source kubernetes: third_party/forked/golang/expansion
 */
export function expandVariables(text: string, variables: ReadonlyMap<string, string>): string {
  return text.replace(/\$\$|\$\(([^)]*)\)/g, (reference, name: string | undefined) =>
    name === undefined ? '$' : (variables.get(name) ?? reference),
  );
}
