import type { Program } from './program';

/** What is wrong, and which law finds it. */
export interface Seeded {
  readonly law: string;
  readonly what: string;
  readonly mutation: (actual: Program) => Partial<Program>;
}

/** The code under test with one thing wrong with it. Each law has one that it must find. */
export const SEEDED: readonly Seeded[] = [
  {
    law: 'the five classes partition the roster',
    what: 'an account that did not answer drops out of the list',
    mutation: ({ coverageOf }) => ({
      coverageOf: (input) => {
        const coverage = coverageOf(input);
        const accounts = coverage.accounts.filter((each) => each.class !== 'unreachable' || each.answer);
        return { ...coverage, accounts, counts: { ...coverage.counts, unreachable: 0 } };
      },
    }),
  },
  {
    law: 'an account completed only if one answer of this run and of its own says so',
    what: 'an answer of another run counts',
    mutation: ({ coverageOf }) => ({
      coverageOf: (input) =>
        coverageOf({
          ...input,
          stored: input.stored.map((each) => ({
            ...each,
            text: each.text.replace('another-run', input.roster.runId),
          })),
        }),
    }),
  },
  {
    law: 'the execution succeeds only if every expected account completed',
    what: 'a few accounts that are not covered pass',
    mutation: ({ failureOf }) => ({
      failureOf: (coverage, isHeldBack) =>
        failureOf(
          coverage && { ...coverage, uncovered: coverage.uncovered > 1 ? coverage.uncovered : 0 },
          isHeldBack,
        ),
    }),
  },
  {
    law: 'whoever was to disable something and gave no final answer may have disabled it',
    what: 'an account that stopped at its plan counts as halted, although Act came',
    mutation: ({ coverageOf }) => ({
      coverageOf: (input) => coverageOf({ ...input, allotted: new Set() }),
    }),
  },
  {
    law: 'no more is allotted than there is room for',
    what: 'what was spent is forgotten',
    mutation: ({ allot }) => ({ allot: (input) => allot({ ...input, spent: 0 }) }),
  },
  {
    law: 'an account gets nothing that it has not planned, and nothing twice',
    what: "every account gets everybody's credentials",
    mutation: ({ allot }) => ({
      allot: (input) => {
        const given = allot(input);
        const ids = given.items.flatMap((item) => item.ids);
        return { ...given, items: given.items.map((item) => ({ ...item, ids })) };
      },
    }),
  },
  {
    law: 'every account that stopped at its plan has one item, and nobody else',
    what: 'an account without room has no item',
    mutation: ({ allot }) => ({
      allot: (input) => {
        const given = allot(input);
        return { ...given, items: given.items.filter(({ ids }) => ids.length > 0) };
      },
    }),
  },
  {
    law: 'nobody is allotted whom no mail has named',
    what: 'everybody counts as told',
    mutation: ({ allot }) => ({ allot: (input) => allot({ ...input, isTold: () => true }) }),
  },
  {
    law: 'nobody is passed over for one who has been unused for a shorter time',
    what: 'the longest unused come last',
    mutation: ({ allot }) => ({
      allot: (input) =>
        allot({
          ...input,
          answers: input.answers.map((answer) => ({
            ...answer,
            planned: answer.planned.map((each) => ({ ...each, reference: -each.reference })),
          })),
        }),
    }),
  },
  {
    law: 'no account that cannot act is told ahead while one that can waits to be told',
    what: 'what is next is next over all accounts',
    mutation: ({ allot }) => ({
      allot: (input) => {
        const given = allot(input);
        const all = allot({
          ...input,
          answers: input.answers.map((each) => ({ ...each, status: 'completed' })),
        });
        return { ...given, next: all.next };
      },
    }),
  },
  {
    law: 'of a pair of keys both are allotted, or neither',
    what: 'a key of a pair is a key like any other',
    mutation: ({ allot }) => ({
      allot: (input) => {
        const alone = (id: string) => id.replace('#shared', '');
        const given = allot({
          ...input,
          answers: input.answers.map((answer) => ({
            ...answer,
            planned: answer.planned.map((each) => ({ ...each, id: alone(each.id) })),
          })),
        });
        const items = given.items.map((item) => ({
          ...item,
          ids: item.ids.map((id) => (id.includes('/key@') ? `${id}#shared` : id)),
        }));
        return { ...given, items };
      },
    }),
  },
  {
    law: 'under a barrier nobody is allotted anything, and every item says so',
    what: 'a barrier is only told',
    mutation: ({ allot }) => ({
      allot: (input) => {
        const given = allot({ ...input, barrier: undefined });
        const { barrier } = input;
        return { ...given, items: given.items.map((item) => ({ ...item, ...(barrier ? { barrier } : {}) })) };
      },
    }),
  },
  {
    law: 'under stop, more than there is room for is a barrier',
    what: 'stop takes the oldest',
    mutation: ({ allot }) => ({
      allot: (input) => allot({ ...input, limits: { ...input.limits, onExceed: 'oldest-first' } }),
    }),
  },
  {
    law: 'Allot decides the same in whatever order the answers come',
    what: 'the first account is served first',
    mutation: ({ allot }) => ({
      allot: (input) => {
        const [first, ...others] = input.answers;
        if (!first) return allot(input);
        const planned = first.planned.map((each) => ({ ...each, reference: 0 }));
        return allot({ ...input, answers: [{ ...first, planned }, ...others] });
      },
    }),
  },
  {
    law: 'no account acts unless the master switch and its own mode say enforce',
    what: 'the master switch is not asked',
    mutation: ({ freezeRoster }) => ({
      freezeRoster: (input) => freezeRoster({ ...input, master: 'enforce' }),
    }),
  },
  {
    law: 'no account acts unless the master switch and its own mode say enforce',
    what: 'what nobody named is acted on',
    mutation: ({ freezeRoster }) => ({
      freezeRoster: (input) => {
        const roster = freezeRoster(input);
        return {
          ...roster,
          accounts: roster.accounts.map((each) =>
            each.kind === 'toSweep' && input.master === 'enforce' ? { ...each, mode: 'enforce' } : each,
          ),
        };
      },
    }),
  },
  {
    law: 'no account is swept that the first live entry excludes',
    what: 'the last entry that matches counts',
    mutation: ({ freezeRoster }) => ({
      freezeRoster: (input) =>
        freezeRoster({
          ...input,
          policy: { ...input.policy, accounts: input.policy.accounts.toReversed() },
        }),
    }),
  },
  {
    law: 'every account of the list is on the roster, once',
    what: 'a suspended account is left out',
    mutation: ({ freezeRoster }) => ({
      freezeRoster: (input) => {
        const roster = freezeRoster(input);
        return { ...roster, accounts: roster.accounts.filter(({ kind }) => kind !== 'suspended') };
      },
    }),
  },
  {
    law: 'what is told as announced stands in the mail, as newly on notice',
    what: 'what found no room is announced',
    mutation: ({ organizationDigestOf }) => ({
      organizationDigestOf: (report, room) => ({
        ...organizationDigestOf(report, room),
        told: organizationDigestOf(report).told,
      }),
    }),
  },
  {
    law: 'a run is settled only if every deed of it stands in the mail',
    what: 'every run is settled',
    mutation: ({ organizationDigestOf }) => ({
      organizationDigestOf: (report, room) => {
        const digest = organizationDigestOf(report, room);
        const runs = ['earlier', 'earliest', report.runId];
        const accounts = digest.told.accounts.map((each) => ({ ...each, runs }));
        return { ...digest, told: { ...digest.told, accounts } };
      },
    }),
  },
  {
    law: 'every account whose answer stood in the mail has its part in the plan; a preview tells nobody',
    what: 'only accounts with announcements are told',
    mutation: ({ organizationDigestOf }) => ({
      organizationDigestOf: (report, room) => {
        const digest = organizationDigestOf(report, room);
        const accounts = digest.told.accounts.filter(({ announced }) => announced.length > 0);
        return { ...digest, told: { ...digest.told, accounts } };
      },
    }),
  },
  {
    law: 'a mail of 10,000 accounts with 10 entries each fits, and names or counts every uncovered one',
    what: 'the mail has as much room as it needs',
    mutation: ({ organizationDigestOf }) => ({
      organizationDigestOf: (report) => organizationDigestOf(report, 10_000_000),
    }),
  },
  {
    law: 'a mail of 10,000 accounts with 10 entries each fits, and names or counts every uncovered one',
    what: 'what is not named is not counted',
    mutation: ({ organizationDigestOf }) => ({
      organizationDigestOf: (report, room) => {
        const digest = organizationDigestOf(report, room);
        return { ...digest, body: digest.body.replace(/ {4}\.\.\. and \d+ more, in accounts\.csv\n/, '') };
      },
    }),
  },
  {
    law: 'an account takes over what was told to it, and nothing else',
    what: 'all that a settled run would have announced is announced',
    mutation: ({ withTold }) => ({
      withTold: (ledger, told) =>
        withTold(ledger, {
          ...told,
          announced: (ledger.untold ?? []).flatMap(({ announces }) => Object.keys(announces)),
        }),
    }),
  },
  {
    law: "the organization's ledger is read as it was written",
    what: 'the end of what was spent is lost',
    mutation: ({ organizationLedgerText }) => ({
      organizationLedgerText: (ledger) => organizationLedgerText({ ...ledger, spent: {} }),
    }),
  },
  {
    law: 'an answer is read as it was written',
    what: 'the plan is lost',
    mutation: ({ answerText }) => ({ answerText: (answer) => answerText({ ...answer, planned: [] }) }),
  },
];
