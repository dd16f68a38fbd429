import { printable } from './text';

/** The text is not valid JSON, or a key is given twice. */
export class JsonError extends Error {
  override readonly name = 'JsonError';
}

const MAX_DEPTH = 16;

// The pattern takes runs of plain characters at once. One by one, a string of megabytes would overflow the stack.
const STRING = /"[^"\\]*(?:\\.[^"\\]*)*"/y;
const SCALAR = new RegExp(`${STRING.source}|-?\\d[\\d.eE+-]*|true|false|null`, 'y');

/**
 * A stricter JSON.parse, with the place in every error message. JSON.parse keeps the last of two equal keys, so the
 * first, perhaps an exemption, would be lost silently. This parser rejects them, and `__proto__` as a key.
 *
 * @throws JsonError that names the place, by line and column or by key, such as `limits.maxDisabledPerDay`
 */
export function parseStrictJson(text: string): unknown {
  if (text.startsWith('\uFEFF')) {
    throw new JsonError('starts with a byte order mark; save it as UTF-8 without one');
  }
  return new Reader(text).whole();
}

/** A recursive-descent parser for RFC 8259. JSON.parse reads the scalars. */
class Reader {
  private at = 0;
  private readonly path: (string | number)[] = [];

  constructor(private readonly text: string) {}

  whole(): unknown {
    const value = this.value();
    if (this.next() !== '') this.fail();
    return value;
  }

  private value(): unknown {
    if (this.path.length >= MAX_DEPTH) throw new JsonError(`is nested more than ${MAX_DEPTH} levels deep`);
    switch (this.next()) {
      case '{':
        return this.object();
      case '[':
        return this.array();
      default:
        return this.scalar(SCALAR);
    }
  }

  private object(): Record<string, unknown> {
    const entries = new Map<string, unknown>();
    this.take('{');
    for (let more = this.next() !== '}'; more; more = this.takeIf(',')) {
      this.next();
      const key = String(this.scalar(STRING));
      this.path.push(key);
      if (entries.has(key)) throw new JsonError(`${joinPlace(this.path)}: the key is given twice; keep one`);
      if (key === '__proto__') throw new JsonError(`${joinPlace(this.path)}: no such key`);
      this.take(':');
      entries.set(key, this.value());
      this.path.pop();
    }
    this.take('}');
    return Object.fromEntries(entries);
  }

  private array(): unknown[] {
    const items: unknown[] = [];
    this.take('[');
    for (let more = this.next() !== ']'; more; more = this.takeIf(',')) {
      this.path.push(items.length);
      items.push(this.value());
      this.path.pop();
    }
    this.take(']');
    return items;
  }

  private scalar(pattern: RegExp): unknown {
    pattern.lastIndex = this.at;
    const token = pattern.exec(this.text)?.[0];
    if (token === undefined) this.fail();
    let value: unknown;
    try {
      value = JSON.parse(token);
    } catch (error) {
      this.fail(error);
    }
    // JSON.parse rounds 1e-400 to 0. In a policy 0 has a meaning of its own, so such a number is rejected.
    if (value === 0 && /^[-\d.]*[1-9]/.test(token)) {
      throw new JsonError(
        `${joinPlace(this.path)}: ${token.slice(0, 40)} is so close to 0 that it would be read as 0`,
      );
    }
    this.at += token.length;
    return value;
  }

  /** Skips white space and returns the next character; empty at the end. */
  private next(): string {
    while (/^[ \t\n\r]$/.test(this.text.charAt(this.at))) this.at += 1;
    return this.text.charAt(this.at);
  }

  private take(character: string): void {
    if (!this.takeIf(character)) this.fail();
  }

  private takeIf(character: string): boolean {
    const found = this.next() === character;
    if (found) this.at += 1;
    return found;
  }

  private fail(cause?: unknown): never {
    const before = this.text.slice(0, this.at).split('\n');
    const found = Array.from(this.text.slice(this.at, this.at + 2))[0];
    const what = found === undefined ? 'it ends too early' : `unexpected ${quotedCharacter(found)}`;
    throw new JsonError(
      `is not valid JSON: ${what} at line ${before.length} column ${(before.at(-1) ?? '').length + 1}`,
      { cause },
    );
  }
}

/** The character in quotes, or its code point if it is invisible, such as `U+00A0`. */
function quotedCharacter(character: string): string {
  return /[\p{C}\p{Z}]/u.test(character)
    ? `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
    : JSON.stringify(character);
}

/** `['exemptions', 2, 'until']` becomes `exemptions[2].until`. A key with other characters becomes `tags["a.b"]`. */
export function joinPlace(path: readonly PropertyKey[]): string {
  return path
    .map((part, depth) => {
      if (typeof part === 'number') return `[${part}]`;
      const key = String(part);
      if (!/^[\w$-]+$/.test(key)) return `[${printable(JSON.stringify(key))}]`;
      return depth > 0 ? `.${key}` : key;
    })
    .join('');
}
