import { PROGRAM, type Program } from './program';

/** One module of the code under test, with some of what it exports replaced. */
export interface Mutation {
  readonly module: string;
  readonly change: (actual: never) => object;
}

/** Says which module, and by its type what may be changed. */
export function inModule<M extends object>(module: string, change: (actual: M) => Partial<M>): Mutation {
  return { module: `../../lambda/${module}`, change };
}

/** Any module, by its name in `lambda/`. */
export type Require = (wanted: string) => never;

/** What `load` requires with that one thing wrong with it, in a module registry of its own. */
export function isolated<T>({ module, change }: Mutation, load: (required: Require) => T): T {
  let loaded: { readonly of: T } | undefined;
  jest.isolateModules(() => {
    jest.doMock(module, () => {
      const actual: never = jest.requireActual(module);
      return { ...(actual as object), ...change(actual) };
    });
    loaded = {
      of: load((wanted) => {
        const path = `../../lambda/${wanted}`;
        // The mock, where it is this module itself that is changed.
        return module === path ? jest.requireMock<never>(path) : jest.requireActual<never>(path);
      }),
    };
    jest.dontMock(module);
  });
  if (!loaded) throw new Error(`${module} could not be changed`);
  return loaded.of;
}

const REPORTS = 'aws/iam-credential-report';

/** The program with that one thing wrong with it. */
export function mutated(mutation: Mutation): Program {
  return isolated(mutation, (required) => programOf(mutation, required));
}

export function programOf({ module }: Mutation, required: Require): Program {
  const { sweep }: Pick<Program, 'sweep'> = required('sweep/sweep');
  const { parseInvocation }: Pick<Program, 'parseInvocation'> = required('sweep/invocation');
  const { mailOutlet }: Pick<Program, 'mailOutlet'> = required('sweep/mail-digest');
  const { LedgerConflict, RecordExists }: Pick<Program, 'LedgerConflict' | 'RecordExists'> =
    required('record-store');
  // The SDK takes half a second to load, so only where it is changed.
  const { IamReportSource }: Pick<Program, 'IamReportSource'> = module.endsWith(REPORTS)
    ? required(REPORTS)
    : PROGRAM;
  return { IamReportSource, parseInvocation, sweep, mailOutlet, LedgerConflict, RecordExists };
}
