import type { Sandbox } from './sandbox';

/** Does something once in a field test, for all beliefs that need it done. */
export function oncePerSandbox<T>(make: (sandbox: Sandbox) => Promise<T>): (sandbox: Sandbox) => Promise<T> {
  const made = new WeakMap<Sandbox, Promise<T>>();
  return (sandbox) => {
    const result = made.get(sandbox) ?? make(sandbox);
    made.set(sandbox, result);
    return result;
  };
}
