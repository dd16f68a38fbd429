import {
  type Answer,
  ANSWER_STATUSES,
  type AnswerItem,
  ITEM_SECTIONS,
} from '../../../../../lambda/domain/organization/answer';
import type { Limits } from '../../../../../lambda/domain/policy/schema';
import type { RosterEntry } from '../../../../../lambda/domain/organization/roster';
import { MODES } from '../../../../../lambda/domain/settings';
import { NOW } from '../../../../support/builders';
import { fc } from '../../../../support/runs';
import { accountId, anAnswer, aRoster, passwordId, RUN, toSweep } from '../an-organization';

// Whatever an organization may look like. Few different values, so that things meet.

export const anyInstant = fc.integer({ min: 0, max: 5 }).map((hours) => NOW - hours * 3_600_000);
const anyUser = fc.constantFrom('anna', 'bob', 'cleo', 'dan');

const anyItem = (account: string): fc.Arbitrary<AnswerItem> =>
  fc.record(
    {
      section: fc.constantFrom(...ITEM_SECTIONS),
      id: anyUser.map((user) => passwordId(user, account)),
      reference: anyInstant,
      actOn: fc.constantFrom('2026-11-21', '2026-11-27'),
      lines: fc.array(fc.constantFrom('  bob, password', '    unused for 60 days'), {
        minLength: 1,
        maxLength: 3,
      }),
    },
    { requiredKeys: ['section', 'lines'] },
  );

const anyPlanned = (account: string) =>
  fc
    .tuple(
      fc.uniqueArray(
        fc.record({ id: anyUser.map((user) => passwordId(user, account)), reference: anyInstant }),
        { selector: ({ id }) => id, maxLength: 4 },
      ),
      fc.option(anyInstant),
    )
    .map(([planned, pairOf]) =>
      pairOf === null
        ? planned
        : [...planned, ...TWINS.map((key) => ({ id: twinId(key, account), reference: pairOf }))],
    );

/** Two keys of one second are a pair. */
const TWINS = ['AKIAIOSFODNN7EXAMPLE', 'AKIAI44QH8DHBEXAMPLE'];
const twinId = (key: string, account: string) =>
  passwordId('twin', account).replace('password', `key@2024-01-01T00:00:00Z/${key}#shared`);

export const anyAnswer = (account: string, runId = RUN): fc.Arbitrary<Answer> =>
  fc
    .record({
      status: fc.constantFrom(...ANSWER_STATUSES),
      mode: fc.option(fc.constantFrom(...MODES)),
      halts: fc.array(fc.constant({ effect: 'halted' as const, reason: 'report', message: 'it broke' }), {
        maxLength: 1,
      }),
      activeCredentials: fc.nat(20),
      planned: anyPlanned(account),
      plannedLeftOut: fc.constantFrom(0, 0, 2),
      spent: fc.nat(3),
      items: fc.array(anyItem(account), { maxLength: 6 }),
      untold: fc.array(
        fc.record({
          runId: fc.constantFrom('earlier', 'earliest'),
          items: fc.array(anyItem(account), { maxLength: 3 }),
        }),
        { maxLength: 1 },
      ),
      caughtUp: fc.boolean(),
      counts: fc.record({ failed: fc.nat(1), stale: fc.nat(3) }),
    })
    .map((parts) => anAnswer({ ...parts, accountId: account, runId }));

const anyEntry = (id: string): fc.Arbitrary<RosterEntry> =>
  fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...MODES).map((mode) => toSweep(id, { mode, own: mode })) },
    fc.constant<RosterEntry>({ kind: 'suspended', id, state: 'CLOSED' }),
    fc.constant<RosterEntry>({ kind: 'excluded', id, entry: 'freeze', reason: 'an audit' }),
    fc.constant<RosterEntry>({ kind: 'unclear', id, cause: 'its state is FROZEN, which is not understood' }),
  );

export const anyRoster = fc
  .nat(5)
  .chain((accounts) =>
    fc.tuple(...Array.from({ length: accounts }, (_, index) => anyEntry(accountId(index)))),
  )
  .map((entries) => aRoster(entries));

export const anyLimits: fc.Arbitrary<Limits> = fc.record({
  maxDisabledPerDay: fc.nat(8),
  maxDisabledPercent: fc.constantFrom(0, 33.3, 100, 100),
  onExceed: fc.constantFrom('oldest-first', 'oldest-first', 'stop'),
});
