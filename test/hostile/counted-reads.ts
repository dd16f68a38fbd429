/**
 * A text that counts how often one of its characters is read, also after `toLowerCase`: a bound on work that no
 * slow machine moves.
 */
export function countedReads(text: string): { readonly text: string; readonly count: () => number } {
  let count = 0;
  const counting = (target: string) =>
    new Proxy(Object(target), {
      get(_, key) {
        if (key === 'toLowerCase') return () => counting(target.toLowerCase());
        if (typeof key === 'symbol') return undefined;
        if (/^\d+$/.test(key)) {
          count += 1;
          return target[Number(key)];
        }
        if (key === 'length') return target.length;
        throw new Error(`nobody has counted what .${key} reads`);
      },
    });
  return { text: counting(text), count: () => count };
}
