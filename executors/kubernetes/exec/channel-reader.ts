import { channels } from './channel.js';

/** What comes on the channels of an exec. */
export interface ChannelListener {
  /** Some of what the program wrote, as soon as it is there. Not empty. */
  readonly onOutput: (channel: number, content: Buffer) => void;
  /** What the server says at the end, as JSON. */
  readonly onStatus: (json: string) => void;
}

/** Tells the channels of a connection apart: the first byte of each message is its channel. */
export class ChannelReader {
  private channel: number | undefined;
  private status: Buffer[] = [];

  constructor(private readonly listener: ChannelListener) {}

  /** Takes a piece of a message. */
  push(piece: Buffer, isFirst: boolean, isLast: boolean): void {
    if (isFirst) this.channel = undefined;
    const content = this.channel === undefined ? piece.subarray(1) : piece;
    this.channel ??= piece[0];
    const { channel } = this;
    if (channel === channels.error) this.takeStatus(content, isLast);
    else if (content.length > 0 && (channel === channels.stdout || channel === channels.stderr)) {
      this.listener.onOutput(channel, content);
    }
  }

  private takeStatus(content: Buffer, isLast: boolean): void {
    this.status.push(content);
    if (!isLast) return;
    const json = Buffer.concat(this.status).toString();
    this.status = [];
    // A server says at first, with an empty message, that there is such a channel.
    if (json !== '') this.listener.onStatus(json);
  }
}
