import { Writable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import type { Output } from '../../output/output.js';
import type { TextStream } from '../../output/terminal.js';

/** The output of one task as the output of the command: a pipe gets each byte, a terminal text that cannot steer it. */
export const passThrough = (stream: TextStream, output: Output): Writable =>
  stream.isTTY ? textTo(output) : bytesTo(stream);

const longest = 64 * 1024;

function bytesTo(stream: TextStream): Writable {
  return new Writable({
    write(chunk: Buffer, _, done) {
      if (stream.write(chunk)) done();
      else stream.once('drain', () => done());
    },
  });
}

/** A line is shown as it comes, but for one with a control character: whether that does harm shows at its end. */
function textTo(output: Output): Writable {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  const passOn = (text: string) => {
    const all = rest + text;
    const end = all.lastIndexOf('\n') + 1;
    const isHarmless = !hasControl.test(all.slice(end)) || all.length - end > longest;
    rest = isHarmless ? '' : all.slice(end);
    return output.write(isHarmless ? all : all.slice(0, end));
  };
  return new Writable({
    write(chunk: Buffer, _, done) {
      passOn(decoder.write(chunk)).then(() => done(), done);
    },
    final(done) {
      output.write(rest + decoder.end()).then(() => done(), done);
    },
  });
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const hasControl = /[\u001b\r]/;
