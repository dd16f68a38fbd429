import { DAY } from '../../../../../lambda/domain/instant';
import { accountsToSweep, type FreezeInput } from '../../../../../lambda/domain/organization/roster';
import { ACCOUNT_MODES } from '../../../../../lambda/domain/organization/policy/schema';
import { MODES } from '../../../../../lambda/domain/settings';
import { NOW } from '../../../../support/builders';
import { fc, runs } from '../../../../support/runs';
import {
  accountId,
  aListedAccount,
  anEntry,
  anOrganizationPolicy,
  ORGANIZATION_ID,
  ROOT,
  RUN,
  SANDBOX,
} from '../an-organization';
import type { Law } from './program';

const anyEntry = fc
  .record({
    mode: fc.constantFrom(...ACCOUNT_MODES),
    match: fc.oneof(
      fc.nat(2).map((index) => ({ accounts: [accountId(index)] })),
      fc.constantFrom(ROOT, SANDBOX).map((ou) => ({ ous: [ou] })),
    ),
    ended: fc.boolean(),
  })
  .map(({ mode, match, ended }) =>
    anEntry({
      mode,
      match,
      ...(mode === 'excluded' ? { reason: 'why', until: ended ? '2026-11-19' : '2026-11-20' } : {}),
    }),
  );

const anyInput: fc.Arbitrary<FreezeInput> = fc.record({
  organizationId: fc.constant(ORGANIZATION_ID),
  runId: fc.constant(RUN),
  now: fc.constantFrom(NOW, NOW + 30 * DAY),
  master: fc.constantFrom(...MODES, undefined),
  reportOnly: fc.boolean(),
  heldBack: fc.boolean(),
  policy: fc
    .record({
      default: fc.constantFrom('dry-run' as const, 'excluded' as const),
      accounts: fc.array(anyEntry, { maxLength: 4 }),
    })
    .map((parts) => anOrganizationPolicy(parts)),
  listed: fc
    .tuple(
      ...[0, 1, 2].map((index) =>
        fc.record({
          id: fc.constant(accountId(index)),
          state: fc.constantFrom('ACTIVE', 'ACTIVE', 'CLOSED', undefined),
          paths: fc.constantFrom([`o-x/${ROOT}/1`], [`o-x/${ROOT}/${SANDBOX}/1`], undefined),
        }),
      ),
    )
    .map((accounts) => accounts.map((parts) => aListedAccount(parts))),
});

export const modeLaws: readonly Law[] = [
  {
    law: 'no account acts unless the master switch and its own mode say enforce',
    check: ({ freezeRoster, ownModeOf }) => {
      fc.assert(
        fc.property(anyInput, (input) => {
          for (const { id, mode } of accountsToSweep(freezeRoster(input))) {
            if (mode !== 'enforce') continue;
            expect([input.master, input.reportOnly, input.heldBack]).toEqual(['enforce', false, false]);
            const account = input.listed.find((each) => each.id === id) ?? aListedAccount();
            expect(account.state).toBe('ACTIVE');
            // By hand, so that what decides does not judge itself.
            const decides = input.policy.accounts.find(
              ({ match, until }) =>
                !(until === '2026-11-19' || (until === '2026-11-20' && input.now > NOW)) &&
                ((match.accounts ?? []).includes(id) ||
                  (match.ous ?? []).some((ou) => account.paths?.[0]?.includes(ou))),
            );
            expect(decides?.mode).toBe('enforce');
            expect(ownModeOf(input.policy, account, input.now)).toMatchObject({ mode: 'enforce' });
          }
        }),
        { numRuns: runs(300) },
      );
    },
  },
  {
    law: 'no account is swept that the first live entry excludes',
    check: ({ freezeRoster, ownModeOf }) => {
      fc.assert(
        fc.property(anyInput, (input) => {
          const swept = new Set(accountsToSweep(freezeRoster(input)).map(({ id }) => id));
          for (const account of input.listed) {
            const own = ownModeOf(input.policy, account, input.now);
            if (own === 'unknown' || own.mode === 'excluded') expect(swept).not.toContain(account.id);
          }
        }),
        { numRuns: runs(300) },
      );
    },
  },
  {
    law: 'every account of the list is on the roster, once',
    check: ({ freezeRoster }) => {
      fc.assert(
        fc.property(anyInput, (input) => {
          const ids = freezeRoster(input).accounts.map(({ id }) => id);
          expect(ids).toEqual(input.listed.map(({ id }) => id).toSorted());
        }),
        { numRuns: runs(300) },
      );
    },
  },
];
