import { type CheckResult, unreadableFactsOf } from '../../../../lambda/domain/account-checks/check';
import type {
  AdministratorPolicy,
  UserPrivileges,
} from '../../../../lambda/domain/account-checks/privileges';
import { CHECKS } from '../../../../lambda/domain/account-checks/registry';
import { DENIED, factsOf, privilegesOf, type Said } from './facts-of';

// The checks of the users' policies: each compliant, failing and unreadable.

const IDS = ['adminUsers', 'directPolicies', 'quarantined'] as const;

function answerTo(
  id: string,
  privileges: NonNullable<Said['account']>['privileges'],
  benchmark = 'cis-5.0' as const,
) {
  const check = CHECKS.find((each) => each.id === id);
  return (
    check?.run(factsOf({ benchmark, account: privileges ? { privileges } : {} }), true) ?? {
      kind: 'notAsked',
    }
  );
}

/** `alice high: fact [controls]`, `? account: cause` */
function linesOf(answer: CheckResult): string[] {
  const findings = answer.kind === 'failing' ? answer.findings : [];
  const nameOf = ({ subject }: Pick<(typeof findings)[number], 'subject'>) =>
    subject.kind === 'user' ? subject.name : 'account';
  return [
    ...findings.map((each) => `${nameOf(each)} ${each.severity}: ${each.fact} [${each.controls.join(', ')}]`),
    ...unreadableFactsOf(answer).map((each) => `? ${nameOf(each)}: ${each.cause}`),
  ];
}

function administrator(...by: readonly Partial<AdministratorPolicy>[]): UserPrivileges['privilege'] {
  const full = (policy: Partial<AdministratorPolicy>): AdministratorPolicy => ({
    kind: 'aws',
    name: 'AdministratorAccess',
    group: undefined,
    conditional: false,
    ...policy,
  });
  const [first = {}, ...others] = by;
  return { kind: 'administrator', by: [full(first), ...others.map(full)] };
}

describe.each(IDS)('%s', (id) => {
  it('is compliant where no user has such a policy', () => {
    expect(answerTo(id, privilegesOf()).kind).toBe('compliant');
  });

  it('is unreadable where the policies were not read', () => {
    expect(linesOf(answerTo(id, DENIED))).toEqual([`? account: ${DENIED.cause}`]);
    expect(answerTo(id, DENIED).kind).toBe('unreadable');
  });

  it('has not passed an account of which IAM lists no user, though the report does', () => {
    const answer = answerTo(id, { kind: 'read', value: { users: [], unreadable: [] } });
    expect(linesOf(answer)).toEqual(['? account: IAM lists no user, and the credential report does']);
    expect(answer.kind).toBe('unreadable');
  });

  it('has not passed a user of whom the answer is not valid, and none without an ARN', () => {
    const { value } = privilegesOf();
    const unreadable = [
      { arn: 'arn:aws:iam::123456789012:user/team/bob', cause: 'odd' },
      { arn: undefined, cause: 'odder' },
    ];
    const answer = answerTo(id, { kind: 'read', value: { ...value, unreadable } });
    expect(linesOf(answer)).toEqual(['? bob: odd', '? account: odder']);
    expect(answer.kind).toBe('unreadable');
  });
});

describe('what they find', () => {
  const DIRECT = '[CIS 1.14, Security Hub IAM.2]';
  it.each<[string, (typeof IDS)[number], Partial<UserPrivileges>, string[]]>([
    [
      'AWS’s policy',
      'adminUsers',
      { privilege: administrator({}) },
      ['alice high: AdministratorAccess [CIS 1.15]'],
    ],
    [
      'by a group, and by others',
      'adminUsers',
      { privilege: administrator({ group: 'admins' }, {}, {}) },
      ['alice high: AdministratorAccess by the group admins, and 2 more [CIS 1.15]'],
    ],
    [
      "the customer's policy, under a condition",
      'adminUsers',
      { privilege: administrator({ kind: 'customer', name: 'all', conditional: true }) },
      ['alice high: policy all allows * on *, under a condition [CIS 1.15, Security Hub IAM.1]'],
    ],
    [
      'an inline policy, of which no benchmark speaks',
      'adminUsers',
      { privilege: administrator({ kind: 'inline', name: 'all', group: 'ops' }) },
      ['alice high: the inline policy all allows * on * by the group ops []'],
    ],
    [
      'policies that could not be read',
      'adminUsers',
      { privilege: { kind: 'unreadable', cause: 'group ops was not read' } },
      ['? alice: group ops was not read'],
    ],
    ['one policy', 'directPolicies', { direct: ['S3'] }, [`alice low: S3 ${DIRECT}`]],
    ['three', 'directPolicies', { direct: ['a', 'b', 'c'] }, [`alice low: a, b, c ${DIRECT}`]],
    ['four', 'directPolicies', { direct: ['a', 'b', 'c', 'd'] }, [`alice low: a, b, c and 1 more ${DIRECT}`]],
    [
      'a quarantine',
      'quarantined',
      { quarantine: 'AWSCompromisedKeyQuarantineV3' },
      ['alice critical: AWSCompromisedKeyQuarantineV3 []'],
    ],
  ])('%s', (_, id, user, lines) => {
    expect(linesOf(answerTo(id, privilegesOf(user)))).toEqual(lines);
  });

  it('a quarantined user is to be locked, and the policy is to stay', () => {
    const answer = answerTo('quarantined', privilegesOf({ quarantine: 'AWSCompromisedKeyQuarantine' }));
    expect(answer).toMatchObject({
      findings: [
        { fix: expect.stringMatching(/npm run lock -- USER.*Leave the policy attached/) as unknown },
      ],
    });
  });

  it('an administrator may be able to do less, which is said', () => {
    expect(answerTo('adminUsers', privilegesOf({ privilege: administrator({}) }))).toMatchObject({
      findings: [{ fix: expect.stringMatching(/boundaries, SCPs, Deny and NotAction/) as unknown }],
    });
  });
});
