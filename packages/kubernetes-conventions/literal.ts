/**
 * The text in a form that Kubernetes turns back into it when it expands `$(NAME)` and `$$` in commands, arguments and
 * environment values.
 * Source: https://github.com/kubernetes/kubernetes/blob/master/third_party/forked/golang/expansion/expand.go
 */
export const literal = (text: string): string => text.replace(/\$(?=[$(])/g, '$$$$');
