import { aPolicy } from '../support/builders';
import type { Fault } from './faults';
import type { Day, History } from './history';
import type { Event } from './people';
import type { ModelSubscription } from './world';
import { aDay, aDayWith, aFirstUser, aHistory, aSweeping, atOnce, days, restored } from './scenes';

// Each shows in a few days what one barrier is for; the program as it is passes all of them.

const keep = atOnce({ exemptions: [{ name: 'kept', match: { tags: { keep: '*' } }, reason: 'tagged' }] });

/** Calls of the first sweep before its last look: ledger, earlier runs, settings, subscriptions, one of them, report, tags, key ids. */
const LAST_LOOK = 8;
/** And before the plan is opened: the last look, plan.json. */
const OPEN = 10;

function firstDay(at: number, event: Event): Day {
  return { events: [], sweeps: [aSweeping({ faults: [{ kind: 'meanwhile', at, event }] })] };
}

/** Somebody tags the user between the look-up of tags and the last look. */
export const taggedMeanwhile: History = aHistory({
  policy: keep,
  days: [firstDay(LAST_LOOK, { kind: 'tag', who: 0, key: 'keep', value: 'yes' }), ...days(2)],
});

/** At seven the report of five o'clock still counts; the key was used at six. */
export const usedMeanwhile: History = aHistory({
  days: [
    {
      events: [{ minute: 6 * 60, event: { kind: 'useKey', who: 0, which: 0 } }],
      sweeps: [aSweeping({ minute: 5 * 60, kind: 'preview' }), aSweeping()],
    },
  ],
});

/** At seven the report of five o'clock still counts; the only credential, a password, was reset at six. */
function resetSince(...faults: Fault[]): History {
  return aHistory({
    users: [aFirstUser({ password: { set: 90, used: 60 }, keys: [] })],
    days: [
      {
        events: [{ minute: 6 * 60, event: { kind: 'setPassword', who: 0 } }],
        sweeps: [aSweeping({ minute: 5 * 60, kind: 'preview' }), aSweeping({ faults })],
      },
    ],
  });
}
export const reset: History = resetSince();
/** And CloudTrail cannot be read. */
export const resetUnreadable: History = resetSince({ kind: 'down', call: 'passwordEvents.since' });
/** And the event does not say whose password it is. */
export const resetNameless: History = resetSince({ kind: 'namelessEvents' });
/** Reset two minutes before the sweep: CloudTrail shows it too late. */
export const lateReset: History = aHistory({
  users: [aFirstUser({ password: { set: 90, used: 60 }, keys: [] })],
  days: [
    {
      events: [{ minute: 7 * 60 - 2, event: { kind: 'setPassword', who: 0 } }],
      sweeps: [aSweeping({ minute: 5 * 60, kind: 'preview' }), aSweeping()],
    },
    aDay(),
  ],
});
/** With `judge: user`, the new password protects the user's key too. */
export const resetOfKeyOwner: History = {
  ...resetSince(),
  policy: atOnce({ judge: 'user' }),
  users: [aFirstUser({ password: { set: 90, used: 60 } })],
};

/** The user is deleted and created again between the look-up of tags and the last look. There is no key to list. */
export const recreated: History = aHistory({
  users: [aFirstUser({ password: { set: 90, used: 60 }, keys: [] })],
  days: [firstDay(LAST_LOOK - 1, { kind: 'recreateUser', who: 0 })],
});

/** The ledger takes six minutes to open, and meanwhile somebody tags the user. */
export const readAgain: History = aHistory({
  policy: keep,
  days: [
    {
      events: [],
      sweeps: [
        aSweeping({
          faults: [
            { kind: 'slow', call: 'records.writeLedger', nth: 0, minutes: 6 },
            { kind: 'meanwhile', at: OPEN, event: { kind: 'tag', who: 0, key: 'keep', value: 'yes' } },
          ],
        }),
      ],
    },
  ],
});

/** Restored at noon of the day on which it was disabled, again and again. */
export const backAndForth: History = aHistory({
  policy: atOnce({ password: { maxUnusedDays: 30 }, accessKey: { maxUnusedDays: 30 } }),
  days: Array.from({ length: 100 }, (_none, day) => (day % 2 === 0 ? aDayWith(restored) : aDay())),
});

/** The report holds a word where the key's last use should be. */
export const oddDate: History = aHistory({ days: [aDay({ kind: 'oddCell', who: 0, cell: 3 })] });

/** The function dies right after its first write. */
export const killed: History = aHistory({ days: [aDay({ kind: 'kill', at: OPEN + 1, effect: true })] });

/** SNS is down on the day of the write. */
export const unpublished: History = aHistory({ days: [aDay({ kind: 'down', call: 'topic.publish' })] });

/** A password that goes on the first day; the model's reports say nothing about MFA. */
export const passwordAlone: History = aHistory({
  users: [aFirstUser({ password: { set: 90, used: 60 }, keys: [] })],
});

/** Nobody can read who listens on the day of the write, and by then nobody does. */
export const uncounted: History = aHistory({
  days: [
    aDay(
      { kind: 'throws', call: 'topic.subscribers', nth: 1, effect: false },
      { kind: 'meanwhile', at: OPEN, event: { kind: 'subscriptions', of: [] } },
    ),
    ...days(2),
  ],
});

const week = aPolicy({
  limits: { maxDisabledPerDay: 100, maxDisabledPercent: 100, onExceed: 'oldest-first' },
});

/** For nine days, mails reach only such a subscription. */
function heardBy(...of: ModelSubscription[]): History {
  const event: Event = { kind: 'subscriptions', of };
  const first: Day = { ...aDay(), events: [{ minute: 0, event }] };
  const last: Day = { ...aDay(), events: [{ minute: 0, event: { kind: 'subscriptions', of: ['email'] } }] };
  return aHistory({ policy: week, days: [first, ...days(8), last] });
}
export const heardByFilter: History = heardBy('filtered');
export const heardByQueue: History = heardBy('sqs');

/** Announced on the first day; then the schedule is off for fifteen. */
export const longSilence: History = aHistory({
  policy: week,
  days: [aDay(), ...Array.from({ length: 15 }, (): Day => ({ events: [], sweeps: [] })), ...days(1)],
});

/** IAM says no, at once. */
export const refused: History = aHistory({
  days: [aDay({ kind: 'no', nth: 0, code: 'other', afterLostTry: false })],
});

/** The connection breaks before the write is done. */
export const notDone: History = aHistory({
  days: [aDay({ kind: 'throws', call: 'writer.disable', nth: 0, effect: false })],
});

/** Somebody sends tomorrow's event today. */
export const forgedEvent: History = aHistory({
  days: [
    { events: [], sweeps: [aSweeping(), aSweeping({ minute: 8 * 60, minutesAhead: 23 * 60 })] },
    ...days(2),
  ],
});

export const deletedLedger: History = aHistory({ days: [aDay(), aDay({ kind: 'ledgerDeleted' })] });

/** The only user who is stale, and there are others. */
export const oneUnread: History = aHistory({
  users: [aFirstUser(), aFirstUser({ name: 'bob', keys: [{ created: 20, used: 1 }] })],
  days: [aDay({ kind: 'unreadTags', who: 0 }), aDay()],
});

const staff = ['ada', 'bob', 'cy', 'dee', 'eve', 'fay', 'gil'].map((name) =>
  aFirstUser({ name, keys: [{ created: 20, used: 1 }] }),
);

/** A secrets engine makes twenty users, and has one the day after. */
export const churn: History = aHistory({
  users: staff,
  days: [aDayWith({ kind: 'lease', count: 20 }), aDayWith({ kind: 'lease', count: 1 }), ...days(2)],
});

/** The report lacks the last seven of nine, and the first two are stale. */
export const cutOff: History = aHistory({
  users: [aFirstUser({ name: 'a' }), aFirstUser({ name: 'aa' }), ...staff],
  days: [aDay({ kind: 'unreadTags', who: 'all' }), aDay({ kind: 'rowsMissing', rows: 7 })],
});

/** The second run gets the report of the first, which shows what the first has disabled as active. */
export const twiceInAMorning: History = aHistory({
  days: [{ events: [], sweeps: [aSweeping(), aSweeping({ minute: 8 * 60, kind: 'manual' })] }],
});

/** Twins, one of them inactive. The owner swaps them after the report of four o'clock, before the sweep at seven. */
export const swappedAfterReport: History = aHistory({
  users: [
    aFirstUser({
      keys: [
        { created: 90, used: 60 },
        { created: 90, used: 60, inactive: true },
      ],
    }),
  ],
  days: [
    {
      events: [{ minute: 6 * 60, event: { kind: 'swapKeys', who: 0 } }],
      sweeps: [aSweeping({ minute: 4 * 60, kind: 'preview' }), aSweeping()],
    },
  ],
});

/** One a day is allowed, two are stale, and the run is repeated by hand two hours later. */
export const twiceOnOneDay: History = aHistory({
  policy: atOnce({ limits: { maxDisabledPerDay: 1, maxDisabledPercent: 100, onExceed: 'oldest-first' } }),
  users: [aFirstUser(), aFirstUser({ name: 'bob' })],
  days: [{ events: [], sweeps: [aSweeping(), aSweeping({ minute: 9 * 60, kind: 'manual' })] }],
});

/** IAM takes four minutes to make the report. */
export const reportLate: History = aHistory({ days: [aDay({ kind: 'reportLate', minutes: 4 }), aDay()] });

/** On the eighth day of its notice, an instant of its entry is tomorrow's; then no more. */
export const ofTomorrow: History = aHistory({
  policy: week,
  users: [aFirstUser({ password: { set: 90, used: 60 }, keys: [] })],
  days: [
    ...days(7),
    aDay({ kind: 'ledgerAhead', where: 0, field: 'passedOverAt', minutes: 24 * 60 }),
    ...days(1),
  ],
});

/** Announced on the first day, exempt by a tag from the second to the sixth, and then not. */
export const exemptInBetween: History = aHistory({
  policy: { ...week, exemptions: [{ name: 'kept', match: { tags: { keep: '*' } }, reason: 'tagged' }] },
  days: [
    aDayWith({ kind: 'tag', who: 0, key: 'keep', value: 'yes' }),
    ...days(4),
    aDayWith({ kind: 'untag', who: 0, key: 'keep', value: 'yes' }),
    ...days(2),
  ],
});
