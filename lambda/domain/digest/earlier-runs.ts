import { parseCredentialId } from '../ledger/credential-id';
import { utcDate } from '../instant';
import type { Reconciled, RunReport } from '../run-report';
import { restoreCommand } from './undo-command';
import type { Item, Section } from './layout';
import { clean, wrap } from '../text';

/** "That run was killed: reconcile from the live state and tell." */
export function reconciledSection({ caughtUp }: RunReport): Section {
  const reconciled = caughtUp?.reconciled;
  const found = (reconciled?.found ?? []).filter(({ state }) => state.kind !== 'active');
  return {
    title: 'DISABLED BY A RUN THAT DID NOT END',
    intro: wrap(
      `Run ${reconciled?.runId ?? ''} was stopped before it could tell. What it planned was looked up now; what is not listed was not done.`,
      2,
    ),
    items: found.map(({ id, target, state }): Item => ({
      lines: [
        '',
        ...wrap(whoHas(id), 2, 4),
        ...wrap(stateText(state), 4),
        ...(state.kind === 'userGone' || state.kind === 'enabledAgain' ? [] : restoreCommand(target)),
      ],
    })),
  };
}

function stateText(state: Reconciled['found'][number]['state']): string {
  switch (state.kind) {
    case 'disabled':
      return 'is disabled';
    case 'active':
      return 'is active';
    case 'enabledAgain':
      return 'was disabled, and somebody has enabled it since; a fresh clock starts today';
    case 'userGone':
      return 'may have been disabled; the user is gone or has another name now';
    case 'unreadable':
      return `may have been disabled; looking it up failed: ${clean(state.cause, 500)}`;
  }
}

export function restoredSection({ report }: RunReport): Section {
  return {
    title: 'ENABLED AGAIN BY SOMEBODY',
    intro: wrap(
      'An earlier run disabled these, or tried to, and they are enabled now. A fresh clock starts today; what keeps coming back is held.',
      2,
    ),
    items: (report?.restored ?? []).map((id) => ({ lines: wrap(whoHas(id), 2, 4) })),
  };
}

export function confirmedSection({ report }: RunReport): Section {
  return {
    title: 'CONFIRMED DISABLED',
    intro: wrap('Disabled by an earlier run; today the credential report says so too.', 2),
    items: (report?.confirmed ?? []).map((id) => ({ lines: wrap(whoHas(id), 2, 4) })),
  };
}

/** `bob, password`, from what the ledger calls it. */
function whoHas(id: string): string {
  const parts = parseCredentialId(id);
  if (!parts) return clean(id);
  const what =
    parts.keyCreated === undefined ? 'password' : `access key created ${utcDate(parts.keyCreated)}`;
  return `${clean(parts.userName, 64)}, ${what}`;
}
