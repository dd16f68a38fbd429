import type { LockProgram } from '../run-lock';

/** One module of the lock, with some of what it exports replaced. */
export interface LockMutation {
  readonly module: string;
  readonly change: (actual: never) => object;
}

/** Says which module of `bin/lock`, and by its type what may be changed. */
export function inLock<M extends object>(module: string, change: (actual: M) => Partial<M>): LockMutation {
  return { module: `../../../../bin/lock/${module}`, change };
}

/** They take a second to load, and hold the handler that answers in this process. */
const SDK = ['iam', 'cloudtrail', 's3', 'sns', 'ssm', 'sts', 'cloudformation'].map(
  (service) => `@aws-sdk/client-${service}`,
);

/** The lock with that one thing wrong with it, in a module registry of its own. */
export function lockMutated({ module, change }: LockMutation): LockProgram {
  const loaded = SDK.map((name) => [name, jest.requireActual<object>(name)] as const);
  let program: LockProgram | undefined;
  jest.isolateModules(() => {
    for (const [name, actual] of loaded) jest.doMock(name, () => actual);
    jest.doMock(module, () => {
      const actual: never = jest.requireActual(module);
      return { ...(actual as object), ...change(actual) };
    });
    program = jest.requireActual<{ lock: LockProgram }>('../../../../bin/lock/main').lock;
    jest.dontMock(module);
    for (const name of SDK) jest.dontMock(name);
  });
  if (!program) throw new Error(`${module} could not be changed`);
  return program;
}
