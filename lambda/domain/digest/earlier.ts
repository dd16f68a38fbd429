import { readId } from '../ledger/credential-id';
import { utcDate } from '../instant';
import type { Sweep } from '../sweep';
import { restoreCommand } from './restore';
import type { Item, Section } from './section';
import { clean, wrap } from './text';

/** "That run was killed: reconcile from the live state and tell." */
export function reconciledSection({ reconciled }: Sweep): Section {
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
        ...wrap(
          state.kind === 'unreadable'
            ? `may have been disabled; looking it up failed: ${clean(state.cause, 500)}`
            : 'is disabled',
          4,
        ),
        ...restoreCommand(target),
      ],
    })),
  };
}

export function restoredSection({ restored }: Sweep): Section {
  return {
    title: 'ENABLED AGAIN BY SOMEBODY',
    intro: wrap('Disabled by an earlier run, and back since. A fresh clock starts today.', 2),
    items: restored.map((id) => ({ lines: wrap(whoHas(id), 2, 4) })),
  };
}

export function confirmedSection({ confirmed }: Sweep): Section {
  return {
    title: 'CONFIRMED DISABLED',
    intro: wrap('Disabled by an earlier run; today the credential report says so too.', 2),
    items: confirmed.map((id) => ({ lines: wrap(whoHas(id), 2, 4) })),
  };
}

/** `bob, password`, from what the ledger calls it. */
function whoHas(id: string): string {
  const parts = readId(id);
  if (!parts) return clean(id);
  const what =
    parts.keyCreated === undefined ? 'password' : `access key created ${utcDate(parts.keyCreated)}`;
  return `${clean(parts.userName, 64)}, ${what}`;
}
