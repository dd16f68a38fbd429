import {
  type Changes,
  changesSince,
  type ExemptBefore,
  judgedRun,
} from '../../../../lambda/domain/changes/changes';
import { DAY } from '../../../../lambda/domain/instant';
import type { Mode, PolicyInForce } from '../../../../lambda/domain/settings';
import {
  anEvaluation,
  anExemption,
  aPassword,
  aPolicy,
  aReportRow,
  daysAgo,
  NOW,
  type ReportRow,
  type Scene,
} from '../../../support/builders';
import { aPolicyInForce } from '../digest/run-reports';

const YESTERDAY = NOW - DAY;
const unused = (user: string, days: number) =>
  aReportRow({ user, ...aPassword({ lastUsed: daysAgo(days) }) });

interface Day {
  readonly rows?: readonly ReportRow[];
  readonly scene?: Scene;
  readonly mode?: Mode;
  readonly policy?: PolicyInForce;
}

function between(yesterday: Day, today: Day): Changes | undefined {
  const judge = ({ rows = [], scene = {}, mode = 'dry-run', policy = aPolicyInForce() }: Day) => ({
    policy,
    mode,
    evaluation: anEvaluation(rows, { policy: policy.policy, ...scene }),
    history: scene.history ?? (() => ({})),
  });
  const before = judge({
    ...yesterday,
    scene: { now: YESTERDAY, ...yesterday.scene },
  });
  return changesSince(judgedRun(YESTERDAY, before), judge(today));
}

const namesIn = (found: ReadonlySet<{ readonly user: { readonly name: string } }> | undefined) =>
  [...(found ?? [])].map(({ user }) => user.name);

it('to the first run everything is new, so that nothing is', () => {
  const now = { policy: aPolicyInForce(), mode: 'dry-run', history: () => ({}) } as const;
  expect(changesSince(undefined, { ...now, evaluation: anEvaluation([unused('a', 60)]) })).toBeUndefined();
});

it('a day on which nothing happened has no change', () => {
  const rows = [unused('a', 1)];
  expect(between({ rows }, { rows })).toEqual({
    since: YESTERDAY,
    counts: [],
    onNotice: new Set(),
    stale: new Set(),
    spared: new Map(),
    exempt: new Map(),
  });
});

it.each<[Mode, Mode, Changes['mode']]>([
  ['dry-run', 'enforce', { before: 'dry-run', after: 'enforce' }],
  ['enforce', 'dry-run', { before: 'enforce', after: 'dry-run' }],
  ['enforce', 'enforce', undefined],
])('the mode: %s, then %s', (before, after, expected) => {
  expect(between({ mode: before }, { mode: after })?.mode).toEqual(expected);
});

describe('the policy', () => {
  it('another one is told by version and by what is another', () => {
    const before = aPolicyInForce();
    const after = aPolicyInForce({ policy: aPolicy({ noticeDays: 1 }), version: 2, sha256: 'cd'.repeat(32) });
    expect(between({ policy: before }, { policy: after })?.policy).toEqual({
      before: 1,
      after: 2,
      lines: ['noticeDays: 7 -> 1'],
    });
  });

  it('written and written back is told, though no rule is another', () => {
    expect(between({}, { policy: aPolicyInForce({ version: 3 }) })?.policy).toEqual({
      before: 1,
      after: 3,
      lines: [],
    });
  });
});

describe('the credentials', () => {
  it('verdicts of which there are more or fewer', () => {
    expect(between({ rows: [unused('a', 1)] }, { rows: [unused('a', 60)] })?.counts).toEqual([
      { verdict: 'inUse', before: 1, after: 0 },
      { verdict: 'stale', before: 0, after: 1 },
    ]);
  });

  it('newly on notice: due or stale, and in no delivered digest yet', () => {
    const rows = [unused('told', 60), unused('stale', 60), unused('due', 40), unused('fine', 1)];
    const announcements: Scene['announcements'] = ({ user }) =>
      user.name === 'told' ? YESTERDAY : undefined;
    expect(namesIn(between({}, { rows, scene: { announcements } })?.onNotice)).toEqual(['stale', 'due']);
  });

  it.each([
    ['a millisecond after the last run', -1, ['a']],
    ['at its very instant, so that it called it stale', 0, []],
    ['before it', 1, []],
  ])('newly stale is what passed its limit %s', (_, runAfter, expected) => {
    const evaluation = anEvaluation([unused('a', 46)]);
    const now = { policy: aPolicyInForce(), mode: 'dry-run', history: () => ({}), evaluation } as const;
    const before = judgedRun(YESTERDAY + runAfter, now);
    expect(namesIn(changesSince(before, now)?.stale)).toEqual(expected);
  });

  it.each([
    ['stale now', 60, { exemption: 'on leave' }, [['a', 'on leave']]],
    ['due now', 40, { exemption: 'on leave' }, [['a', 'on leave']]],
    ['in use now', 1, { exemption: 'on leave' }, []],
    ['never spared', 60, {}, []],
  ])('spared in the last run, and no more: %s', (_, days, history, expected) => {
    const today = { rows: [unused('a', days)], scene: { history: () => history } };
    const found = [...(between({}, today)?.spared ?? [])];
    expect(found.map(([{ user }, exemption]) => [user.name, exemption])).toEqual(expected);
  });

  it.each<[string, ReturnType<NonNullable<Scene['history']>>, ExemptBefore | undefined]>([
    ['no notice of it', {}, { kind: 'notYet' }],
    ['it to be on notice', { announced: { at: YESTERDAY, reference: daysAgo(60) } }, { kind: 'onNotice' }],
    ['another exemption', { exemption: 'on leave' }, { kind: 'otherwise', exemption: 'on leave' }],
    ['the same exemption', { exemption: 'break-glass' }, undefined],
  ])('newly exempt: the last run knew %s', (_, history, expected) => {
    const policy = aPolicyInForce({
      policy: aPolicy({ exemptions: [anExemption({ match: { users: ['a'] } })] }),
    });
    const today = { rows: [unused('a', 60), unused('b', 60)], policy, scene: { history: () => history } };
    const found = [...(between({ policy }, today)?.exempt ?? [])];
    expect(found.map(([{ user }, before]) => [user.name, before])).toEqual(expected ? [['a', expected]] : []);
  });
});
