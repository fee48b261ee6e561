/**
 * Which members of a JSON object to keep: each by its name, all others as `*` says.
 * An object says which of the member's own, or of each item's when the member is a list; it may as well be neither.
 *
 * @default `*` is false
 */
export interface Fields {
  readonly [name: string]: boolean | Fields;
}

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;
/** For a position: the text is not what we expected there. */
const nowhere = -1;

/**
 * Reads of the text of a JSON object all but the members that `fields` leaves out: to find the end of a value costs a
 * fifth of parsing it. Parsed, the result equals the whole text parsed, less those members.
 *
 * It follows the text brace by brace and quote by quote, so neither what a value contains nor the order of members
 * matters; and no byte of a longer UTF-8 character looks like one of these. Whatever else it meets between members,
 * such as a blank or an escape in a name, makes it give back the whole text.
 *
 * Never throws. What is left out is not checked to be JSON; the rest is as it was.
 */
export function skimmer(fields: Fields): (json: Buffer) => string {
  const members = new Members(fields);
  return (json) => {
    const skim = new Skim(json);
    const end = json[0] === openBrace ? skim.object(0, members) : nowhere;
    return end === json.length ? skim.text() : json.toString();
  };
}

/** Fields by the bytes of their names: to make a string of each name we meet would cost as much as all the rest. */
class Members {
  private readonly named: readonly { readonly name: Buffer; readonly keep: boolean | Members }[];
  private readonly rest: boolean | Members;

  constructor({ '*': rest = false, ...named }: Fields) {
    this.rest = membersOf(rest);
    this.named = Object.entries(named).map(([name, keep]) => ({ name: Buffer.from(name), keep: membersOf(keep) }));
  }

  at(json: Buffer, start: number, end: number): boolean | Members {
    for (const { name, keep } of this.named) if (name.length === end - start && isAt(json, start, name)) return keep;
    return this.rest;
  }
}

const membersOf = (field: boolean | Fields): boolean | Members =>
  typeof field === 'object' ? new Members(field) : field;

function isAt(json: Buffer, start: number, name: Buffer): boolean {
  for (let index = 0; index < name.length; index++) if (json[start + index] !== name[index]) return false;
  return true;
}

class Skim {
  /** Start and end of each part to leave out, one after the other, in order. */
  private readonly cuts: number[] = [];

  constructor(private readonly json: Buffer) {}

  text(): string {
    let text = '';
    let from = 0;
    for (let index = 0; index < this.cuts.length; index += 2) {
      text += this.json.toString('utf8', from, this.cuts[index]);
      from = this.cuts[index + 1] ?? 0;
    }
    return text + this.json.toString('utf8', from);
  }

  /** Notes what to leave out of the object whose brace is at `start`, and tells where it ends. */
  object(start: number, members: Members): number {
    const { json } = this;
    let keptEnd = start + 1;
    let cutStart = nowhere;
    for (let name = keptEnd; ; ) {
      const nameEnd = plainStringEnd(json, name);
      if (json[nameEnd] !== colon) return json[keptEnd] === closeBrace && name === keptEnd ? keptEnd + 1 : nowhere;
      const keep = members.at(json, name + 1, nameEnd - 1);
      if (keep !== false && cutStart !== nowhere) this.cuts.push(cutStart, name);
      const end = this.value(nameEnd + 1, keep);
      if (keep !== false) {
        keptEnd = end;
        cutStart = nowhere;
      } else if (cutStart === nowhere) cutStart = name;
      if (json[end] === closeBrace) {
        // Together with the comma before it.
        if (cutStart !== nowhere) this.cuts.push(keptEnd, end);
        return end + 1;
      }
      if (json[end] !== comma) return nowhere;
      name = end + 1;
    }
  }

  /** The same of each object in the list whose bracket is at `start`; of lists in it nothing is left out. */
  private list(start: number, members: Members): number {
    const { json } = this;
    if (json[start + 1] === closeBracket) return start + 2;
    for (let item = start + 1; ; ) {
      const end = json[item] === openBrace ? this.object(item, members) : this.value(item, true);
      if (json[end] === closeBracket) return end + 1;
      if (json[end] !== comma) return nowhere;
      item = end + 1;
    }
  }

  private value(start: number, keep: boolean | Members): number {
    const first = this.json[start];
    if (first === openBrace) return typeof keep === 'object' ? this.object(start, keep) : nestedEnd(this.json, start);
    if (first === openBracket) return typeof keep === 'object' ? this.list(start, keep) : nestedEnd(this.json, start);
    return first === quote ? stringEnd(this.json, start) : literalEnd(this.json, start);
  }
}

function stringEnd(json: Buffer, start: number): number {
  for (let at = start + 1; at < json.length; at++) {
    const byte = json[at];
    if (byte === quote) return at + 1;
    if (byte === backslash) at++;
  }
  return nowhere;
}

/** Of a string without escapes, so that its bytes are its name. */
function plainStringEnd(json: Buffer, start: number): number {
  if (json[start] !== quote) return nowhere;
  for (let at = start + 1; at < json.length && json[at] !== backslash; at++) if (json[at] === quote) return at + 1;
  return nowhere;
}

/** Of an object or array, whatever is in it. */
function nestedEnd(json: Buffer, start: number): number {
  let depth = 0;
  for (let at = start; at < json.length; at++) {
    const byte = json[at];
    if (byte === quote) {
      for (at++; at < json.length && json[at] !== quote; at++) if (json[at] === backslash) at++;
    } else if (byte === openBrace || byte === openBracket) depth++;
    else if (byte === closeBrace || byte === closeBracket) {
      depth--;
      if (depth === 0) return at + 1;
    }
  }
  return nowhere;
}

/** Of a number, true, false or null. */
function literalEnd(json: Buffer, start: number): number {
  let at = start;
  while (at < json.length && json[at] !== comma && json[at] !== closeBrace && json[at] !== closeBracket) at++;
  return at;
}
