/** The streams of one exec, as the first byte of each message. Source: k8s.io/apimachinery/pkg/util/remotecommand */
export const channels = { stdin: 0, stdout: 1, stderr: 2, error: 3, resize: 4, close: 255 } as const;

/** Subprotocols, the preferred one first. Only v5 can end the standard input of a program. */
export const protocols = ['v5.channel.k8s.io', 'v4.channel.k8s.io'] as const;

/** Ends standard input (v5): a message of the channel that ends another one. */
export const endOfStdin = [Uint8Array.of(channels.close, channels.stdin)] as const;
