import type { Fault } from './faults';
import type { Day, History } from './history';
import type { Event } from './people';
import { aDay, aDayWith, aFirstUser, aHistory, aSweeping, atOnce, days, restored } from './scenes';

// Each shows in a few days what one barrier is for; the program as it is passes all of them.

const keep = atOnce({ exemptions: [{ name: 'kept', match: { tags: { keep: '*' } }, reason: 'tagged' }] });

/** Calls of the first sweep before its last look: subscribers, ledger, settings, report, tags, key ids. */
const LAST_LOOK = 6;
/** And before the plan is opened: the last look, plan.json. */
const OPEN = 8;

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

/** IAM says no, at once. */
export const refused: History = aHistory({
  days: [aDay({ kind: 'no', nth: 0, code: 'other', afterLostTry: false })],
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
