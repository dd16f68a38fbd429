import { restoreCommand } from '../../digest/commands';
import { labelOf } from '../../digest/earlier-runs';
import { groupedItems } from '../../digest/layout';
import { targetIn } from '../../ledger/credential-id';
import { clean, wrap } from '../../text';
import type { ItemSection } from '../answer';
import type { OrganizationReport } from '../run-report';
import { accountHeading, byAccount, entriesOf, leftOutItems, type OrganizationSection } from './entries';

const TITLES: readonly { readonly section: ItemSection; readonly title: string; readonly intro: string }[] = [
  {
    section: 'lockAlerts',
    title: 'LOCKS NOT IN FORCE',
    intro:
      'A person locked these users, and they can sign in or be used. The command takes it away again, with credentials of the account (--profile). If it is meant to be so: docs/incident.md, "Lift a lock".',
  },
  {
    section: 'failed',
    title: 'FAILED',
    intro:
      'iam-lapse could not disable these, or could not prove that it did. The next run judges them again.',
  },
  {
    section: 'reconciled',
    title: 'DISABLED BY A RUN THAT DID NOT END',
    intro: 'An earlier run was stopped. This run looked up in IAM all that it had planned in the account.',
  },
  {
    section: 'lateEffect',
    title: 'DISABLED AFTER ALL',
    intro: 'An earlier run tried to disable these, and IAM did not show that it had. Now they are disabled.',
  },
  {
    section: 'lateResets',
    title: 'SET BEFORE IT WAS DELETED',
    intro:
      'An earlier run deleted these passwords. CloudTrail showed only later that somebody had set them before. Ask the owner of each.',
  },
  {
    section: 'disabled',
    title: 'DISABLED',
    intro:
      'The command below each one undoes it, with credentials of the account that stands above it (--profile). A deleted password cannot be recovered: set NEW_PASSWORD to a new one first.',
  },
  {
    section: 'lockNews',
    title: 'LOCKS',
    intro: 'People locked these users with npm run lock: iam-lapse did not decide it.',
  },
  {
    section: 'restored',
    title: 'ENABLED AGAIN BY SOMEBODY',
    intro: 'An earlier run disabled these, and they are enabled now. Their clocks start afresh.',
  },
];

/** What was done in the accounts, by this run and by those of which nobody has heard yet. */
export function deedSections({ coverage }: OrganizationReport): OrganizationSection[] {
  return TITLES.map(({ section, title, intro }) => {
    const entries = entriesOf(coverage, section);
    return {
      title,
      number: entries.length + leftOut(coverage, section),
      intro: wrap(intro, 2),
      items: [...byAccount(entries, 'repeated'), ...leftOutItems(coverage, section)],
    };
  });
}

function leftOut(coverage: OrganizationReport['coverage'], section: ItemSection): number {
  return (coverage?.accounts ?? []).reduce((sum, { answer }) => sum + (answer?.leftOut[section] ?? 0), 0);
}

/**
 * Nothing says what became of these. Each mail repeats them until a run has looked them up in the account; it cannot in
 * one that was excluded or has left, so the reader has to.
 */
export function inFlightSection({ inFlight }: OrganizationReport): OrganizationSection {
  const items = inFlight.flatMap(({ runId, accountId, accountName, actions }) =>
    actions.map(({ id, keyId }) => {
      const target = targetIn({ credentials: { [id]: keyId === undefined ? {} : { keyId } } }, id);
      return {
        groups: [accountHeading({ id: accountId, name: accountName }), `Planned by run ${clean(runId, 40)}:`],
        lines: [
          '',
          ...wrap(labelOf(id, target), 2, 4),
          ...(target ? restoreCommand(target) : wrap('Its record in the account has its id.', 4)),
        ],
      };
    }),
  );
  return {
    title: 'MAY HAVE BEEN DISABLED',
    intro: wrap(
      'A run was to disable these, and did not say what it did. Look at each in IAM. The command below gives it back if it is disabled. The next run that reaches the account looks them up.',
      2,
    ),
    items: groupedItems(items),
  };
}
