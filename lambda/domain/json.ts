import { printable } from './text';

/** The text is not valid JSON, or a key is given twice. */
export class JsonError extends Error {
  override readonly name = 'JsonError';
}

const MAX_DEPTH = 16;

// The pattern takes runs of plain characters at once. One by one, a string of megabytes would overflow the stack.
const STRING = /"[^"\\]*(?:\\.[^"\\]*)*"/y;
const SCALAR = new RegExp(`${STRING.source}|-?\\d[\\w.+-]*|true|false|null`, 'y');
/** What a value may begin with. */
const VALUE_STARTS = '"{[-0123456789tfn';

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
    if (this.next() !== '') this.fail({});
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
    for (let more = this.next() !== '}'; more; more = this.another('}')) {
      this.next();
      const key = String(this.scalar(STRING));
      this.path.push(key);
      if (entries.has(key)) throw new JsonError(`${joinPlace(this.path)}: the key is given twice; keep one`);
      if (key === '__proto__') throw new JsonError(`${joinPlace(this.path)}: no such key`);
      const isForgotten = VALUE_STARTS.includes(this.next() || ':');
      this.take(':', isForgotten ? 'a colon is missing' : undefined);
      entries.set(key, this.value());
      this.path.pop();
    }
    this.take('}');
    return Object.fromEntries(entries);
  }

  private array(): unknown[] {
    const items: unknown[] = [];
    this.take('[');
    for (let more = this.next() !== ']'; more; more = this.another(']')) {
      this.path.push(items.length);
      items.push(this.value());
      this.path.pop();
    }
    this.take(']');
    return items;
  }

  /** Whether a comma follows, and with it another entry. */
  private another(end: '}' | ']'): boolean {
    const afterEntry = this.at;
    const found = this.next();
    if (found !== ',') {
      // What would begin an entry, where only a comma or the end may stand.
      const entry = end === '}' ? '"' : VALUE_STARTS;
      if (found !== '' && entry.includes(found)) {
        this.at = afterEntry;
        this.fail({ what: 'a comma is missing' });
      }
      return false;
    }
    const comma = this.at;
    this.at += 1;
    if (this.next() === end) {
      this.at = comma;
      this.fail({ what: `a comma before ${end}; remove it` });
    }
    return true;
  }

  private scalar(pattern: RegExp): unknown {
    pattern.lastIndex = this.at;
    const token = pattern.exec(this.text)?.[0];
    if (token === undefined) this.fail(pattern === STRING ? { what: this.keyWithoutQuotes() } : {});
    let value: unknown;
    try {
      value = JSON.parse(token);
    } catch (cause) {
      this.fail({ what: whyNoScalar(token), cause });
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

  private take(character: string, otherwise?: string): void {
    if (this.next() !== character) this.fail({ what: otherwise });
    this.at += 1;
  }

  private keyWithoutQuotes(): string | undefined {
    const key = /^[\p{L}_$][\p{L}\p{N}_$-]{0,63}/u.exec(this.text.slice(this.at, this.at + 128))?.[0];
    return key === undefined ? undefined : `the key ${key} must be in double quotes`;
  }

  private fail({ what, cause }: { what?: string | undefined; cause?: unknown }): never {
    const before = this.text.slice(0, this.at).split('\n');
    const where = `at line ${before.length} column ${(before.at(-1) ?? '').length + 1}`;
    const found = what ?? whatStands(this.text.slice(this.at, this.at + 64));
    throw new JsonError(`is not valid JSON ${where}: ${found}`, { cause });
  }
}

/** What people write who take JSON for JavaScript, YAML or Python, or who wrote it with a word processor. */
function whatStands(rest: string): string {
  const [found] = rest;
  if (found === undefined) return 'it ends too early';
  if (/^(?:\/\/|\/\*|#)/.test(rest)) return 'a comment; JSON has none, so remove it';
  // What a decoder puts in place of bytes that are not UTF-8, such as those of a UTF-16 file.
  if (found === '\uFFFD') return 'a byte that is not UTF-8; save it as UTF-8';
  if (found === '"') return 'a text without its closing quote';
  if (found === "'") return 'a single quote; JSON has double quotes (")';
  if (/^[\u201C-\u201F\u00AB\u00BB\u2018\u2019]/.test(rest)) {
    return `the quote ${quotedCharacter(found)}; JSON has straight double quotes (")`;
  }
  const word = /^\p{L}[\p{L}\p{N}_]*/u.exec(rest)?.[0];
  if (word !== undefined && word.length > 1) {
    const literal = ['true', 'false', 'null'].find((each) => each === word.toLowerCase());
    return `${word} is not a JSON value; ${literal === undefined ? 'a text must be in double quotes' : `write ${literal}`}`;
  }
  const [character = ''] = Array.from(rest);
  return `unexpected ${quotedCharacter(character)}`;
}

/** Why JSON.parse refuses what begins like a text or a number. */
function whyNoScalar(token: string): string {
  if (!token.startsWith('"')) return `${token.slice(0, 40)} is not a number of JSON`;
  if (/[\r\n]/.test(token)) return 'a text without its closing quote';
  const control = Array.from(token).find((character) => character < ' ');
  if (control !== undefined) return `a text with ${quotedCharacter(control)} in it`;
  return 'a text with a backslash that JSON does not know; write \\\\ for a backslash';
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
