import { HALT_REASONS, type HaltReason } from '../../../../lambda/domain/halt';
import { anEvaluation, aPassword, aReportRow } from '../../../support/builders';
import { bodyOf, halted, notEnforced, OUTCOMES, resultOf, unwrapped } from './run-reports';

/** What the reader is told to do next: the word that it turns on. */
const NEXT: Readonly<Record<HaltReason, RegExp>> = {
  policy: /until the policy can be read\. If SSM did not answer/,
  mode: /mode parameter to dry-run or enforce/,
  report: /The next run usually succeeds.* permissions in IAM/,
  ledger: /ledger\.json and the record bucket/,
  'user-drop': /the next run continues/,
  busy: /another run is in progress/,
  limits: /raise the limits in the policy, or set onExceed to oldest-first/,
  subscribers: /Subscribe an address to the digest topic, without a filter policy, and confirm/,
  permissions: /the function's role with docs\/operating\.md.*\(SCP\)/,
  users: /get-account-authorization-details/,
  organization: /organization's digest/,
  'report-only': /mode to dry-run, or deploy without reportOnly/,
  internal: /a bug in iam-lapse.* report it/,
  delivery: /digest topic, its key and its policy/,
};

describe('a sweep that did less than it was asked to says so first, why, and what to do', () => {
  it.each(HALT_REASONS)('halted: %s', (reason) => {
    const body = unwrapped(bodyOf({ ...halted(reason, 'the thing is broken'), evaluation: undefined }));
    expect(body).toContain(`HALTED (${reason}): the thing is broken. This run touched no credential.`);
    expect(body).toMatch(NEXT[reason]);
  });

  it.each([
    ['disabled', false],
    ['failed', false],
    ['refused', true],
    ['deferred', true],
    ['alreadyAbsent', true],
  ] as const)('and whether it touched a credential: %s', (kind, untouched) => {
    const body = bodyOf({ ...halted('delivery'), results: [resultOf(OUTCOMES[kind])] });
    expect(body.includes('This run touched no credential.')).toBe(untouched);
  });

  it('a policy with a mistake comes with the command that puts the corrected one in its place', () => {
    const [halt] = halted('policy').halts ?? [];
    const body = unwrapped(bodyOf({ halts: halt ? [{ ...halt, cause: { kind: 'badPolicy' } }] : [] }));
    expect(body).toContain('check that with npm run preview -- --policy policy.json. Then:');
    expect(body).toMatch(
      /aws ssm put-parameter --name \/iam-lapse\/policy .*--value file:\/\/policy\.json --overwrite/,
    );
    expect(body).not.toContain('If SSM did not answer');
  });

  it('an enforce that ran as dry-run says that it was not enforced', () => {
    const body = bodyOf(notEnforced('subscribers', 'the topic has no confirmed subscriber'));
    expect(unwrapped(body)).toContain(
      'NOT ENFORCED, ran as dry-run (subscribers): the topic has no confirmed subscriber.',
    );
  });

  it('and is not told to set the mode to enforce, which it is already', () => {
    expect(unwrapped(bodyOf(notEnforced('subscribers')))).not.toContain('until the mode is enforce');
  });

  it('several reasons are all named, each with its advice', () => {
    const halts = [...(notEnforced('subscribers').halts ?? []), ...(notEnforced('report-only').halts ?? [])];
    const body = unwrapped(bodyOf({ halts }));
    expect(body).toMatch(NEXT.subscribers);
    expect(body).toMatch(NEXT['report-only']);
  });

  it('all of it stands above the counts, right below whose account it is', () => {
    const lines = bodyOf(halted('limits')).split('\n');
    expect(lines.slice(1, 4)).toStrictEqual([
      'Account 123456789012, 2026-11-20 07:00 UTC, scheduled run',
      '',
      'HALTED (limits): something is wrong.',
    ]);
  });

  it('a sweep that was halted before it read the mode does not claim one', () => {
    expect(bodyOf({ ...halted('policy'), mode: undefined })).not.toMatch(/^Mode /m);
  });

  it.each([
    ['enforce', 'Mode enforce: 0 credentials disabled.'],
    ['dry-run', 'Mode dry-run: nothing was changed'],
  ] as const)('one that was halted later says which it was: %s', (mode, expected) => {
    expect(bodyOf({ ...halted('limits'), mode })).toContain(expected);
  });

  it('what was judged before the halt is told all the same', () => {
    const evaluation = anEvaluation([aReportRow({ user: 'gareth.pugh', ...aPassword() })]);
    expect(bodyOf({ ...halted('limits'), evaluation })).toContain('gareth.pugh, password');
  });

  it('without any judgement it says that nobody was judged', () => {
    expect(bodyOf({ ...halted('report'), evaluation: undefined, report: undefined })).toContain(
      'No credential was judged.',
    );
  });
});
