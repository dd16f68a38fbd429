import pLimit from 'p-limit';
import { closeAll } from '../../support/clients';
import { STALE_WRITES } from '../../support/staff';
import { CALLS, type CallName } from './calls';
import { cellOf, type Outcome, sequelOf } from './cell';
import { type Kind, KINDS } from './kinds';
import { brokenLaws, notMadeGood } from './laws';
import { isOutcomeName, OUTCOMES } from './outcomes';

// Every call that a sweep makes, and every way in which the wire can fail it: what becomes of the run.

/*
 * A row is a call, a column is what goes wrong with it (kinds.ts), a cell is what the run comes to (outcomes.ts).
 * What passes is retried and leaves no trace. What lasts halts a run that has not written yet, fails one credential,
 * or fails the run that could not report.
 *
 *   done, alone, first, more, caughtUp
 *                       as if nothing had failed; for an account of one user; without a ledger; with a third key; after
 *                       a killed run; `:x3`: the write was sent three times
 *   earlierX2, mailX2   done, with one mail too many: the digest that waited, or the run's own
 *   dry, waits          ran as dry-run, and a digest waits in the ledger; `waitsX3`: each digest was sent three times
 *   blind, firstBlind, policy, stillOpen, report, drop, mayNot, users, noPlan, planLost, notOpened, openLost
 *                       halted before the first write, at that step
 *   onlyUser, noKeyId, noKeys
 *                       enforced, but for what is unclear: a user who could not be read, a key whose id is not known,
 *                       the keys of a user who has more than the report shows
 *   inDoubt, halfInDoubt
 *                       enforced, and what the killed run did is not known yet
 *   half, refused, tried, unread
 *                       enforced, and credentials failed: not looked at, rejected, seen to be active, not verified
 *   putOff              enforced, but for what CloudTrail did not tell
 *   noFindings, noResult, noDigest, notClosed, stillWaits, untold
 *                       enforced, and that step at the end of the run failed
 *   uncounted           enforced, and nobody knows who heard it: the digest waits
 *   recordLost, digestLost, closeLost, clearLost, untoldX3
 *                       the same, where AWS did what it was asked and the answer was lost
 */
// prettier-ignore
const TABLE: readonly (readonly [CallName, string])[] = [
  //                          throttled denied      500         500       reset    reset     answers     HTML        nothing     slow
  //                          twice     for ever    for ever    after     once     after     lost        for ever    for ever    once
  ['ListAliases',           'done      done        done        done      done     done      done        done        done        done'],
  ['GetObject ledger',      'done      blind       blind       done      done     done      blind       blind       blind       done'],
  ['ListObjects no ledger', 'first     firstBlind  firstBlind  first     first    first     firstBlind  firstBlind  firstBlind  first'],
  ['ListObjects locks',     'done      done        done        done      done     done      done        done        done        done'],
  ['GetObject lock',        'locked    done        done        locked    locked   locked    done        done        done        locked'],
  ['GetParameters',         'done      policy      policy      done      done     done      policy      policy      policy      done'],
  ['ListSubscriptions',     'done      dry         dry         done      done     done      dry         dry         dry         done'],
  ['GetSubscription',       'done      dry         dry         done      done     done      dry         dry         dry         done'],
  ['Publish pending',       'done      waits       waits       earlierX2 done     earlierX2 waitsX3     waits       waits       done'],
  ['GetUser killed',        'caughtUp  halfInDoubt halfInDoubt caughtUp  caughtUp caughtUp  halfInDoubt halfInDoubt halfInDoubt caughtUp'],
  ['read-back killed',      'caughtUp  inDoubt     inDoubt     caughtUp  caughtUp caughtUp  inDoubt     inDoubt     inDoubt     caughtUp'],
  ['GetObject killed',      'done      stillOpen   stillOpen   done      done     done      stillOpen   stillOpen   stillOpen   done'],
  ['GenerateReport',        'done      report      report      done      done     done      report      report      report      done'],
  ['GetReport',             'done      report      report      done      done     done      report      report      report      done'],
  ['ListAccessKeys more',   'more      noKeys      noKeys      more      more     more      noKeys      noKeys      noKeys      more'],
  ['GetAccount. drop',      'done      drop        drop        done      done     done      drop        drop        drop        done'],
  ['GetAccountDetails',     'done      mayNot      users       done      done     done      users       users       users       done'],
  ['GetUser look-up',       'alone     onlyUser    onlyUser    alone     alone    alone     onlyUser    onlyUser    onlyUser    alone'],
  ['ListAccessKeys',        'done      noKeyId     noKeyId     done      done     done      noKeyId     noKeyId     noKeyId     done'],
  ['GetKeyLastUsed twins',  'done      noKeyId     noKeyId     done      done     done      noKeyId     noKeyId     noKeyId     done'],
  ['GetUser',               'done      half        half        done      done     done      half        half        half        done'],
  ['ListGroupsForUser',     'done      half        half        done      done     done      half        half        half        done'],
  ['GetLoginProfile',       'done      half        half        done      done     done      half        half        half        done'],
  ['ListAccessKeys look',   'done      half        half        done      done     done      half        half        half        done'],
  ['GetKeyLastUsed',        'done      half        half        done      done     done      half        half        half        done'],
  ['LookupEvents uses',     'done      done        done        done      done     done      done        done        done        done'],
  ['GetAccountSummary',     'done      done        done        done      done     done      done        done        done        done'],
  ['GetPasswordPolicy',     'done      done        done        done      done     done      done        done        done        done'],
  ['ListServiceCreds',      'done      done        done        done      done     done      done        done        done        done'],
  ['DescribeTrails',        'done      done        done        done      done     done      done        done        done        done'],
  ['GetTrailStatus',        'done      done        done        done      done     done      done        done        done        done'],
  ['GetEventSelectors',     'done      done        done        done      done     done      done        done        done        done'],
  ['ListSSHPublicKeys',     'done      done        done        done      done     done      done        done        done        done'],
  ['PutObject plan',        'done      noPlan      noPlan      done      done     done      planLost    noPlan      noPlan      done'],
  ['PutObject open',        'done      notOpened   notOpened   done      done     done      openLost    notOpened   notOpened   done'],
  ['LookupEvents',          'done      putOff      putOff      done      done     done      putOff      putOff      putOff      done'],
  ['DeleteLoginProfile',    'done:x3   refused     tried:x3    done:x2   done:x2  done:x2   done:x3     tried       tried       done'],
  ['UpdateAccessKey',       'done:x3   refused     tried:x3    done:x2   done:x2  done:x2   done:x3     tried       tried       done'],
  ['read-back password',    'done      unread      unread      done      done     done      unread      unread      unread      done'],
  ['read-back key',         'done      unread      unread      done      done     done      unread      unread      unread      done'],
  ['PutObject findings',    'done      noFindings  noFindings  done      done     done      recordLost  noFindings  noFindings  done'],
  ['PutObject result',      'done      noResult    noResult    done      done     done      recordLost  noResult    noResult    done'],
  ['ListSubscr. end',       'done      uncounted   uncounted   done      done     done      uncounted   uncounted   uncounted   done'],
  ['GetSubscr. end',        'done      uncounted   uncounted   done      done     done      uncounted   uncounted   uncounted   done'],
  ['PutObject settle',      'done      notClosed   notClosed   done      done     done      closeLost   notClosed   notClosed   done'],
  ['PutObject digest',      'done      noDigest    noDigest    done      done     done      digestLost  noDigest    noDigest    done'],
  ['Publish',               'done      untold      untold      mailX2    done     mailX2    untoldX3    untold      untold      done'],
  ['PutObject close',       'done      stillWaits  stillWaits  done      done     done      clearLost   stillWaits  stillWaits  done'],
];

/** The write of each row that has one. */
const WRITE_OF: Partial<Record<CallName, string>> = {
  DeleteLoginProfile: STALE_WRITES[0],
  UpdateAccessKey: STALE_WRITES[1],
};

const isKind = (name: string): name is Kind => Object.hasOwn(KINDS, name);
const KIND_NAMES = Object.keys(KINDS).filter(isKind);

interface Square {
  readonly call: CallName;
  readonly kind: Kind;
  readonly code: string;
}
const SQUARES: Square[] = TABLE.flatMap(([call, codes]) =>
  codes.split(/ +/).map((code, column) => ({ call, kind: KIND_NAMES[column] ?? 'slow', code })),
);

function expected({ call, code }: Square): Outcome {
  const [name = '', times = 'x1'] = code.split(':');
  if (!isOutcomeName(name)) throw new Error(`no outcome is called ${name}`);
  const outcome: Outcome = OUTCOMES[name];
  const again = Array.from({ length: Number(times.slice(1)) - 1 }, () => WRITE_OF[call] ?? '');
  return { ...outcome, writes: [...outcome.writes, ...again].toSorted() };
}

interface Played {
  readonly broken: readonly string[];
  readonly notMadeGood: readonly string[];
  readonly outcome: Outcome;
  /** The calls of both runs. */
  readonly calls: readonly string[];
}

const nameOfCall = ({ service, action }: Readonly<Record<'service' | 'action', string>>) =>
  `${service} ${action}`;

async function play({ call, kind }: Square): Promise<Played> {
  const cell = await cellOf(call, kind);
  // Before the sequel, which changes the account.
  const broken = brokenLaws(cell);
  const sequel = await sequelOf(cell);
  return {
    outcome: { ...cell.outcome, next: sequel.run.counts },
    broken,
    notMadeGood: notMadeGood(cell, sequel),
    calls: cell.deployment.aws.calls.map(nameOfCall),
  };
}

it('the table has every call and every way', () => {
  expect(TABLE.map(([call]) => call)).toEqual(Object.keys(CALLS));
  for (const [, codes] of TABLE) expect(codes.split(/ +/)).toHaveLength(KIND_NAMES.length);
});

describe('a sweep of which', () => {
  const played = new Map<string, Played>();
  const nameOf = ({ call, kind }: Square) => `${call} / ${kind}`;

  // Each with an account and a server of its own; most of the time is spent waiting for the next attempt.
  beforeAll(async () => {
    const limit = pLimit(12);
    await Promise.all(
      SQUARES.map((square) => limit(async () => played.set(nameOf(square), await play(square)))),
    );
  }, 240_000);
  afterAll(closeAll);

  it.each(SQUARES)('$call is $kind comes to: $code', (square) => {
    const result = played.get(nameOf(square));
    expect(result?.outcome).toEqual(expected(square));
    expect(result?.broken).toEqual([]);
    expect(result?.notMadeGood).toEqual([]);
  });

  it('the table has all that is called', () => {
    const called = new Set([...played.values()].flatMap(({ calls }) => calls));
    expect([...called].toSorted()).toEqual([...new Set(Object.values(CALLS).map(nameOfCall))].toSorted());
  });
});
