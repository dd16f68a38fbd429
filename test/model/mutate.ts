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

const SWEEP = '../../lambda/sweep/sweep';
const MAIL = '../../lambda/sweep/mail-digest';
const INVOCATION = '../../lambda/sweep/invocation';
const REPORTS = '../../lambda/aws/iam-credential-report';

/** The program with that one thing wrong with it, in a module registry of its own. */
export function mutated({ module, change }: Mutation): Program {
  let program: Program | undefined;
  jest.isolateModules(() => {
    jest.doMock(module, () => {
      const actual: never = jest.requireActual(module);
      return { ...(actual as object), ...change(actual) };
    });
    // The mock, where it is this module itself that is changed.
    const required = <K extends keyof Program>(wanted: string): Pick<Program, K> =>
      module === wanted ? jest.requireMock(wanted) : jest.requireActual(wanted);
    const { sweep } = required<'sweep'>(SWEEP);
    const { parseInvocation } = required<'parseInvocation'>(INVOCATION);
    const { mailOutlet } = required<'mailOutlet'>(MAIL);
    const errors =
      jest.requireActual<Pick<Program, 'LedgerConflict' | 'RecordExists'>>('../../lambda/record-store');
    // The SDK takes half a second to load, so only where it is changed.
    const { IamReportSource } = module === REPORTS ? required<'IamReportSource'>(REPORTS) : PROGRAM;
    program = {
      IamReportSource,
      parseInvocation,
      sweep,
      mailOutlet,
      LedgerConflict: errors.LedgerConflict,
      RecordExists: errors.RecordExists,
    };
    jest.dontMock(module);
  });
  if (!program) throw new Error(`${module} could not be changed`);
  return program;
}
