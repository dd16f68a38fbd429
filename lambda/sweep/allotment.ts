import { credentialId } from '../domain/ledger/credential-id';
import type { ConfirmedAction } from './confirm';
import { learn, type RunContext } from './run';

/**
 * What an organization's run lets one of its accounts do (docs/design.md §9.5). `ask`: judge and plan, and stop before
 * anything is opened if something is to be disabled. `allotted`: the plan is what a new plan and `ids` share.
 */
export type Allotment =
  | { readonly kind: 'ask' }
  | {
      readonly kind: 'allotted';
      /** Ids of the account's ledger. */
      readonly ids: ReadonlySet<string>;
    };

/** The actions of the plan that the organization's run allots. The others wait, as those over a limit do. */
export function allotted(run: RunContext, actions: readonly ConfirmedAction[]): readonly ConfirmedAction[] {
  const { allotment } = run.options;
  if (allotment?.kind !== 'allotted' || run.report.evaluated?.mode !== 'enforce') return actions;
  const isAllotted = ({ candidate: { credential } }: ConfirmedAction) => {
    const id = credentialId(credential);
    return id !== undefined && allotment.ids.has(id);
  };
  const waiting = actions.filter((action) => !isAllotted(action)).map(({ candidate }) => candidate);
  const { planned } = run.report;
  if (planned && waiting.length > 0) {
    learn(run, { planned: { ...planned, overLimit: [...waiting, ...planned.overLimit] } });
  }
  return actions.filter(isAllotted);
}

/** Whether the run stops at its plan. Nothing is opened or written, and Act plans once more. */
export function waitsForAllotment(
  { options, report }: Pick<RunContext, 'options' | 'report'>,
  actions: readonly ConfirmedAction[],
): boolean {
  return options.allotment?.kind === 'ask' && report.evaluated?.mode === 'enforce' && actions.length > 0;
}
