/** Two independent 32-bit hashes of a name; 40 bits of them are kept. Text goes in bit by bit, so that nothing is joined first. */
export class Hash {
  private a = 0x811c9dc5;
  private b = 0x9e3779b9;

  /** Starts anew with the letter of a family and its colon. */
  begin(letter: string): this {
    this.a = 0x811c9dc5;
    this.b = 0x9e3779b9;
    return this.add(letter).add(':');
  }

  /** Takes the UTF-16 units of `text`. */
  add(text: string): this {
    let { a, b } = this;
    for (let at = 0; at < text.length; at += 1) {
      const unit = text.charCodeAt(at);
      // FNV-1a, and beside it a multiplicative hash with its high bits mixed down.
      a = Math.imul(a ^ unit, 0x01000193);
      b = Math.imul(b + unit, 0x85ebca6b);
      b ^= b >>> 15;
    }
    this.a = a;
    this.b = b;
    return this;
  }

  get high(): number {
    return this.a >>> 0;
  }

  get low(): number {
    return (this.b >>> 8) & 0xff;
  }
}

/** The hash of a whole name, `family:text`. */
export function hashOf(name: string): { high: number; low: number } {
  const hash = new Hash().begin(name.charAt(0)).add(name.slice(2));
  return { high: hash.high, low: hash.low };
}
