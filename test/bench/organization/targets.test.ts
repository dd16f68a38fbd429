import type { OrganizationRun } from '../../../bench/organization/measured';
import { takenBy } from '../../../bench/organization/measured';
import type { Tally } from '../../../bench/organization/process/messages';
import { IAM_CALLS, organizationBroken, organizationTargets } from '../../../bench/organization/targets';
import { isMet } from '../../../bench/targets';

const TALLY: Tally = {
  calls: {
    'ssm GetParameters': 1,
    's3 GetObject': 7,
    's3 PutObject': 9,
    's3 ListObjectsV2': 2,
    'sns Publish': 1,
  },
  throttled: 0,
  mostIamCalls: 8,
  mostBesideKeys: 8,
  read: {},
  storedBytes: 11,
  mutations: 0,
  disabled: 0,
  wrong: 0,
  left: 0,
  active: 10,
  mails: [{ subject: '', bytes: 1_000 }],
};
const covered = { completed: 1_000, halted: 0, unreachable: 0, suspended: 0, excluded: 0 };
const USAGE = { cpuMs: 1, rssBytes: 1, logBytes: 13, errors: [], end: { counts: covered } };

interface Changed extends Partial<Omit<OrganizationRun, 'tally' | 'usage'>> {
  readonly tally?: Partial<Tally>;
  readonly counts?: Partial<typeof covered>;
}

const aRun = ({ tally, counts, ...run }: Changed = {}): OrganizationRun => ({
  what: 'quiet day',
  accounts: 1_000,
  usersEach: 5,
  status: 'completed',
  wallMs: 1,
  ms: { freeze: 0, judge: 0, allot: 0, act: 0, tell: 0 },
  judged: 1_000,
  acting: 0,
  lost: 0,
  transitions: 2_009,
  without: 0,
  missing: 0,
  ...run,
  tally: { ...TALLY, ...tally },
  usage: { ...USAGE, end: { counts: { ...covered, ...counts } } },
});

describe('what fails the bench of an organization', () => {
  it.each<[string, Changed, RegExp[]]>([
    ['nothing', {}, []],
    ['slowness does not', { wallMs: 1e9 }, []],
    ['a wrong credential', { tally: { wrong: 1 } }, [/1 wrong/]],
    ['one that is left', { missing: 2 }, [/2 due .* left/]],
    ['a change that disables nothing', { tally: { mutations: 1 } }, [/1 changes made, 0 .* disabled/]],
    ['a throttled call does not', { tally: { throttled: 1 } }, []],
    ['an invocation that failed', { lost: 1 }, [/1 invocations failed/]],
    ['an account not covered', { counts: { unreachable: 1 } }, [/1 accounts not covered, not 0/]],
    ['a halted one', { counts: { halted: 1 } }, [/1 accounts not covered/]],
    ['those that have lost their role do not', { without: 100, counts: { unreachable: 100 } }, []],
    [
      'but one that is covered without its role',
      { without: 100, counts: { unreachable: 99 } },
      [/99 accounts/],
    ],
    ['no mail', { tally: { mails: [] } }, [/0 mails/]],
    ['the longest mail does not', { tally: { mails: [{ subject: '', bytes: 261_120 }] } }, []],
    ['one byte more', { tally: { mails: [{ subject: '', bytes: 261_121 }] } }, [/261,121 bytes/]],
    [
      'a call too many on a quiet day',
      { tally: { mostBesideKeys: IAM_CALLS.small + 1 } },
      [/9 IAM calls, not 8/],
    ],
    ['on the first day it does not', { what: 'first day', tally: { mostBesideKeys: 99 } }, []],
    ['nor keys that an account lists', { tally: { mostIamCalls: 99 } }, []],
    ['but other calls do', { usersEach: 5_000, tally: { mostBesideKeys: 14 } }, [/14 IAM calls, not 13/]],
  ])('%s', (_, changed, faults) => {
    expect(organizationBroken([aRun(changed)])).toEqual(faults.map((fault) => expect.stringMatching(fault)));
  });
});

describe('the targets', () => {
  const costs = { transitions: 0, lambda: 0, requests: 0, logs: 0, fixed: 0, together: 9.99, storage: 99 };
  const missed = (changed: Changed, dollars = costs) =>
    organizationTargets([aRun(changed), aRun({ usersEach: 5_000 })], dollars)
      .filter((target) => !isMet(target))
      .map(({ what }) => what);

  it.each<[string, Changed, string[]]>([
    ['are met', {}, []],
    [
      'a quiet day has a short mail',
      { tally: { mails: [{ subject: '', bytes: 100_001 }] } },
      ['digest of a quiet day, small accounts'],
    ],
    [
      'another day may have a long one',
      { what: 'first day', tally: { mails: [{ subject: '', bytes: 200_000 }] } },
      [],
    ],
    [
      'two reads of the settings, and one for each acting account',
      { acting: 3, transitions: 2_015, tally: { calls: { 'ssm GetParameters': 5 } } },
      [],
    ],
    [
      'and no more',
      { acting: 3, transitions: 2_015, tally: { calls: { 'ssm GetParameters': 6 } } },
      ['SSM calls of a run beside one for each acting account'],
    ],
    [
      'two transitions for each account',
      { transitions: 3_000 },
      ['state transitions for each account that is swept'],
    ],
  ])('%s', (_, changed, expected) => {
    expect(missed(changed)).toStrictEqual(expected);
  });

  it('costs without the records are under $10', () => {
    expect(missed({}, { ...costs, together: 10.01 })).toStrictEqual([
      'costs a month, small accounts, every day enforcing',
    ]);
  });
});

it('takes a list for a write, as S3 does', () => {
  expect(takenBy(aRun({ acting: 50 }))).toStrictEqual({
    transitions: 2_009,
    accounts: 1_050,
    secondsEach: 4,
    writes: 11,
    reads: 7,
    logBytes: 13,
    storedBytes: 11,
  });
  expect(takenBy(aRun({ usersEach: 5_000 })).secondsEach).toBe(70);
});
