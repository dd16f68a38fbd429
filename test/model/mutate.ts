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

/** What `load` requires with that one thing wrong with it, in a module registry of its own. */
export function isolated<T>(
  { module, change }: Mutation,
  load: (required: <M>(wanted: string) => M) => T,
): T {
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

export function programOf({ module }: Mutation, required: <M>(wanted: string) => M): Program {
  const { sweep } = required<Pick<Program, 'sweep'>>('sweep/sweep');
  const { parseInvocation } = required<Pick<Program, 'parseInvocation'>>('sweep/invocation');
  const { mailOutlet } = required<Pick<Program, 'mailOutlet'>>('sweep/mail-digest');
  const { LedgerConflict, RecordExists } =
    required<Pick<Program, 'LedgerConflict' | 'RecordExists'>>('record-store');
  // The SDK takes half a second to load, so only where it is changed.
  const { IamReportSource } = module.endsWith(REPORTS)
    ? required<Pick<Program, 'IamReportSource'>>(REPORTS)
    : PROGRAM;
  return { IamReportSource, parseInvocation, sweep, mailOutlet, LedgerConflict, RecordExists };
}
