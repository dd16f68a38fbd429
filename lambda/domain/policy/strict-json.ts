/** The text is not one JSON value in which every key is given once. */
export class JsonError extends Error {
  override readonly name = 'JsonError';
}

const DEEPEST = 16;

/**
 * JSON.parse, minus what it lets pass in silence: a key given twice (it keeps the last one, so that the
 * first, perhaps an exemption, is lost) and `__proto__` as a key.
 *
 * @throws JsonError that names the place, as `limits.maxDisabledPerDay` or as line and column.
 */
export function parseStrictJson(text: string): unknown {
  if (text.startsWith('\uFEFF')) {
    throw new JsonError('starts with a byte order mark; save it as UTF-8 without one');
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new JsonError(`is not valid JSON: ${detail.replaceAll(/\s+/g, ' ')}`, { cause: error });
  }
  refuseRepeatedKeys(text);
  return value;
}

type Frame = { kind: 'object'; keys: Set<string>; key?: string } | { kind: 'array'; index: number };

/** Walks the tokens of a text that JSON.parse has already accepted, so that only keys need a look. */
function refuseRepeatedKeys(text: string): void {
  const frames: Frame[] = [];
  let expectsKey = false;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],:]/g)) {
    const top = frames.at(-1);
    if (token === '{' || token === '[') {
      frames.push(token === '{' ? { kind: 'object', keys: new Set() } : { kind: 'array', index: 0 });
      if (frames.length > DEEPEST) throw new JsonError(`is nested more than ${DEEPEST} levels deep`);
      expectsKey = token === '{';
    } else if (token === '}' || token === ']') {
      frames.pop();
      expectsKey = false;
    } else if (token === ',') {
      if (top?.kind === 'array') top.index += 1;
      expectsKey = top?.kind === 'object';
    } else if (expectsKey && top?.kind === 'object') {
      const key = String(JSON.parse(token));
      const given = top.keys.has(key);
      top.keys.add(key);
      top.key = key;
      expectsKey = false;
      if (given) throw new JsonError(`${placeOf(frames)}: the key is given twice; keep one`);
      if (key === '__proto__') throw new JsonError(`${placeOf(frames)}: no such key`);
    }
  }
}

function placeOf(frames: readonly Frame[]): string {
  return joinPlace(frames.map((frame) => (frame.kind === 'array' ? frame.index : (frame.key ?? ''))));
}

/** `['exemptions', 2, 'until']` as `exemptions[2].until`. */
export function joinPlace(path: readonly PropertyKey[]): string {
  return path
    .map((part, depth) => (typeof part === 'number' ? `[${part}]` : `${depth > 0 ? '.' : ''}${String(part)}`))
    .join('');
}
