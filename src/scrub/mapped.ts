/** A half-open range of a text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A text made out of another one, which still knows where each of its code units came from. */
export interface Mapped {
  readonly text: string;
  /** By index in `text`: where in the first text its origin starts and ends. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

export function asMapped(text: string): Mapped {
  const starts = new Int32Array(text.length);
  const ends = new Int32Array(text.length);
  for (let index = 0; index < text.length; index += 1) {
    starts[index] = index;
    ends[index] = index + 1;
  }
  return { text, starts, ends };
}

/** Where a range of the mapped text lies in the first text. */
export const originOf = ({ starts, ends }: Mapped, { start, end }: Span): Span => ({
  start: starts[start] ?? 0,
  end: ends[end - 1] ?? 0,
});

/** Writes a mapped text piece by piece. */
export class MappedWriter {
  readonly #pieces: string[] = [];
  #starts: Int32Array;
  #ends: Int32Array;
  #length = 0;
  #last = '';

  constructor(capacity: number) {
    this.#starts = new Int32Array(capacity);
    this.#ends = new Int32Array(capacity);
  }

  get length(): number {
    return this.#length;
  }

  /** The last code unit. */
  get last(): string {
    return this.#last;
  }

  /** A text whose units all have one origin. */
  put(text: string, { start, end }: Span): void {
    const from = this.#append(text);
    this.#starts.fill(start, from, this.#length);
    this.#ends.fill(end, from, this.#length);
  }

  /** A range of a mapped text as it is. */
  copy({ text, starts, ends }: Mapped, { start, end }: Span): void {
    const from = this.#append(text.slice(start, end));
    // Short pieces are many, and a view of each costs more than its units.
    for (let index = start; index < end; index += 1) {
      this.#starts[from + index - start] = starts[index] ?? 0;
      this.#ends[from + index - start] = ends[index] ?? 0;
    }
  }

  /** Lets another unit stand for the last one and for what came from up to here. */
  widen(unit: string, end: number): void {
    const piece = this.#pieces.pop() ?? '';
    this.#pieces.push(piece.slice(0, -1) + unit);
    this.#last = unit;
    this.#ends[this.#length - 1] = end;
  }

  /** Takes back what was written piece by piece since this length. */
  takeBack(length: number): Mapped {
    const taken: string[] = [];
    const end = this.#length;
    while (this.#length > length) {
      const piece = this.#pieces.pop() ?? '';
      taken.push(piece);
      this.#length -= piece.length;
    }
    this.#last = this.#pieces.at(-1)?.at(-1) ?? '';
    return {
      text: taken.reverse().join(''),
      starts: this.#starts.slice(length, end),
      ends: this.#ends.slice(length, end),
    };
  }

  done(): Mapped {
    return {
      text: this.#pieces.join(''),
      starts: this.#starts.subarray(0, this.#length),
      ends: this.#ends.subarray(0, this.#length),
    };
  }

  #append(text: string): number {
    const from = this.#length;
    if (text === '') return from;
    this.#pieces.push(text);
    this.#length += text.length;
    this.#last = text.at(-1) ?? '';
    if (this.#length > this.#starts.length) {
      this.#starts = grown(this.#starts, this.#length * 2);
      this.#ends = grown(this.#ends, this.#length * 2);
    }
    return from;
  }
}

function grown(old: Int32Array, length: number): Int32Array {
  const array = new Int32Array(length);
  array.set(old);
  return array;
}
