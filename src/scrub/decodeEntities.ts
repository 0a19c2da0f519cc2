import { decodeHTML } from 'entities';
import { type Mapped, MappedWriter, originOf } from './mapped.ts';

/** No name of an HTML entity is longer; with `&`, `;` and what may follow a name that needs no `;`. */
const LONGEST = 48;
/** One pass decodes what was encoded any number of times; further ones, names whose own letters were encoded. */
const PASSES = 3;
const NAME_UNIT = /[A-Za-z\d#]/;

/** HTML entities decoded to a fixed point: named, decimal, hexadecimal, encoded again and again, with or without `;`. */
export function decodeEntities(encoded: Mapped): Mapped {
  let decoded = encoded;
  for (let pass = 0; pass < PASSES && decoded.text.includes('&'); pass += 1) {
    const next = new Decoder(decoded).decode();
    if (next.text === decoded.text) return next;
    decoded = next;
  }
  return decoded;
}

class Decoder {
  readonly #encoded: Mapped;
  readonly #out: MappedWriter;
  /** Where in `out` the `&` stands that may begin an entity. */
  #open = -1;

  constructor(encoded: Mapped) {
    this.#encoded = encoded;
    this.#out = new MappedWriter(encoded.text.length);
  }

  decode(): Mapped {
    const { text } = this.#encoded;
    for (let index = 0; index < text.length; ) {
      const next = this.#open < 0 ? text.indexOf('&', index) : index;
      const until = next < 0 ? text.length : next;
      this.#out.copy(this.#encoded, { start: index, end: until });
      if (until < text.length) this.#read(this.#encoded, until);
      index = until + 1;
    }
    this.#close();
    return this.#out.done();
  }

  #read(from: Mapped, index: number): void {
    const unit = from.text.charAt(index);
    const isName = this.#open >= 0 && NAME_UNIT.test(unit);
    if (!isName && unit !== ';') this.#close();
    if (unit === '&') this.#open = this.#out.length;
    this.#out.copy(from, { start: index, end: index + 1 });
    if (unit === ';') this.#close();
  }

  /** Decodes what was read since the open `&`. A decoded `&` opens the next entity: `&amp;amp;ndash;` in one pass. */
  #close(): void {
    const at = this.#open;
    this.#open = -1;
    if (at < 0 || this.#out.length - at > LONGEST) return;
    const taken = this.#out.takeBack(at);
    const token = taken.text;
    const decoded = decodeHTML(token);
    const tail = decoded === token ? token.length : sameTail(token, decoded);
    const rest = token.length - tail;
    const head = decoded.slice(0, decoded.length - tail);
    if (head === '&') this.#open = this.#out.length;
    this.#out.put(head, originOf(taken, { start: 0, end: rest }));
    if (rest === 0) this.#out.copy(taken, { start: 0, end: token.length });
    else for (let index = rest; index < token.length; index += 1) this.#read(taken, index);
  }
}

/** How many units at the end both texts share, but for the first of either. */
function sameTail(one: string, other: string): number {
  const most = Math.min(one.length, other.length) - 1;
  let count = 0;
  while (count < most && one.at(-1 - count) === other.at(-1 - count)) count += 1;
  return count;
}
