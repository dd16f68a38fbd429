import type { OrganizationLedger } from '../../../../../lambda/domain/organization/ledger/schema';
import { fc } from '../../../../support/runs';
import { accountId, ORGANIZATION_ID, RUN } from '../an-organization';
import { anyAnswer, anyInstant } from './any';
import type { Law } from './program';

const anyRun = fc.constantFrom(RUN, 'another');
const anyAccount = fc.nat(2).map(accountId);

const anyLedger: fc.Arbitrary<OrganizationLedger> = fc.record({
  version: fc.constant(1 as const),
  organizationId: fc.constant(ORGANIZATION_ID),
  open: fc.option(
    fc.record({ runId: anyRun, executionArn: fc.constant('arn:aws:states:x'), openedAt: anyInstant }),
  ),
  untold: fc.array(fc.record({ runId: anyRun, publishedAt: anyInstant }, { requiredKeys: ['runId'] })),
  lastRun: fc.option(
    fc.record(
      { runId: anyRun, endedAt: anyInstant, accounts: fc.nat(), rosterOf: anyRun },
      { requiredKeys: ['runId', 'endedAt'] },
    ),
  ),
  spent: fc.dictionary(anyAccount, fc.array(fc.record({ runId: anyRun, at: anyInstant, count: fc.nat() })), {
    noNullPrototype: true,
  }),
  inFlight: fc.array(
    fc.record({
      runId: anyRun,
      accountId: anyAccount,
      actions: fc.array(
        fc.record({ id: fc.constant('id'), keyId: fc.constant('AKIA') }, { requiredKeys: ['id'] }),
      ),
    }),
  ),
  uncoveredSince: fc.dictionary(anyAccount, anyInstant, { noNullPrototype: true }),
});

export const textLaws: readonly Law[] = [
  {
    law: "the organization's ledger is read as it was written",
    check: ({ organizationLedgerText, parseOrganizationLedger }) => {
      fc.assert(
        fc.property(anyLedger, (ledger) => {
          expect(parseOrganizationLedger(organizationLedgerText(ledger), ORGANIZATION_ID)).toEqual(ledger);
        }),
      );
    },
  },
  {
    law: 'an answer is read as it was written',
    check: ({ answerText, parseAnswer }) => {
      fc.assert(
        fc.property(anyAnswer(accountId()), (answer) => {
          expect(parseAnswer(answerText(answer), { runId: RUN, accountId: accountId() })).toEqual(answer);
        }),
      );
    },
  },
];
