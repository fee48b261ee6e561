/**
 * Escapes a text so that Kubernetes restores it when it expands `$(NAME)` and `$$` in commands, arguments and
 * environment values.
 * Source: https://github.com/kubernetes/kubernetes/blob/master/third_party/forked/golang/expansion/expand.go
 */
export const literal = (text: string): string => text.replace(/\$(?=[$(])/g, '$$$$');
