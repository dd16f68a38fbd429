import { accountChecksOf, severitiesOf } from '../../../../bin/preview/page/account-checks';
import type { PageAccountFinding, PageCheck } from '../../../../bin/preview/page/page-data';
import { samplePage } from './sample';

const FINDING: PageAccountFinding = {
  user: 'bob',
  severity: 'medium',
  fact: 'key created 2024-01-01',
  fix: 'Create a new key.',
  commands: [],
  controls: ['CIS 1.13', 'Security Hub IAM.3'],
};

function aCheck(options: Partial<PageCheck> = {}): PageCheck {
  return { title: 'old keys', result: 'failing', findings: [], unreadable: [], ...options };
}

function failing(...findings: readonly Partial<PageAccountFinding>[]): PageCheck {
  return aCheck({ findings: findings.map((finding) => ({ ...FINDING, ...finding })) });
}

/** What a reader sees, roughly. */
function readable(...checks: readonly PageCheck[]): string {
  return accountChecksOf(checks)
    .markup.replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ');
}

describe('a finding has severity, title, number, controls, fix, subject and fact', () => {
  it('each with its own fact', () => {
    expect(readable(failing({}, { user: 'carol', fact: 'key created 2025-01-01' }))).toContain(
      'MEDIUM old keys 2 CIS 1.13, Security Hub IAM.3 Fix: Create a new key. bob : key created 2024-01-01 carol : key created 2025-01-01',
    );
  });

  it('a fact that all share stands once, before their names', () => {
    expect(readable(failing({ fact: 'no MFA' }, { user: 'carol', fact: 'no MFA' }))).toContain(
      'no MFA: bob carol',
    );
  });

  it('one of the account has no name', () => {
    expect(readable(failing({ user: null, fact: 'root has a key', controls: [] }))).toContain(
      'MEDIUM old keys 1 Fix: Create a new key. root has a key',
    );
  });

  it('the commands of its fix stand whole, each on a line; of many findings the first ones', () => {
    const commands = (user: string) => [`list --user ${user}`, `update --user ${user} --id "$ID"`];
    const two = accountChecksOf([
      failing({ commands: commands('bob') }, { user: 'carol', commands: commands('carol') }),
    ]);
    expect(two.markup).toContain(
      '<pre class="commands"><code>list --user bob</code><code>update --user bob --id &#34;$ID&#34;</code><code>list --user carol</code><code>update',
    );
    expect(two.markup).not.toContain('The same for each');
    const users = ['bob', 'carol', 'dave'];
    const three = accountChecksOf([failing(...users.map((user) => ({ user, commands: commands(user) })))]);
    expect(three.markup).not.toContain('update --user dave');
    expect(three.markup).toContain('The same for each of the others');
  });

  it('beyond a dozen they are folded away, and none is dropped', () => {
    const users = Array.from({ length: 15 }, (_, index) => `user-${index}`);
    const page = readable(failing(...users.map((user) => ({ user }))));
    expect(page).toContain('user-11 and 3 more user-12 user-13 user-14');
  });
});

describe('the gravest come first', () => {
  const checks = [
    failing({ severity: 'low' }),
    failing({ severity: 'medium' }, { severity: 'critical', fix: 'Delete it.' }),
    failing({ severity: 'high' }),
    failing({ severity: 'terrible' }),
  ];

  it('over all checks; a severity of another release above all', () => {
    const badges = [...accountChecksOf(checks).markup.matchAll(/class="severity ([a-z]+)"/g)];
    expect(badges.map(([, severity]) => severity)).toStrictEqual([
      'terrible',
      'critical',
      'high',
      'medium',
      'low',
    ]);
    expect(severitiesOf(checks)).toStrictEqual([
      ['terrible', 1],
      ['critical', 1],
      ['high', 1],
      ['medium', 1],
      ['low', 1],
    ]);
  });

  it('and what is high or worse is open', () => {
    const open = [...accountChecksOf(checks).markup.matchAll(/<details class="finding ([a-z]+)" open>/g)];
    expect(open.map(([, severity]) => severity)).toStrictEqual(['terrible', 'critical', 'high']);
  });
});

describe('the counts tell what each check came to', () => {
  const unreadable = [{ user: null, cause: 'IAM was not asked' }];
  it.each<[string, PageCheck[], string]>([
    ['nothing wrong', [aCheck({ result: 'compliant' })], '1 check: 1 passed.'],
    [
      'one of each',
      [
        failing({}, { user: 'carol' }),
        aCheck({ result: 'compliant' }),
        aCheck({ result: 'compliant' }),
        aCheck({ result: 'unreadable', unreadable }),
        aCheck({ result: 'notAsked' }),
      ],
      '5 checks: 1 failed (2 findings), 2 passed, 1 could not be made, 1 had nothing to look at.',
    ],
    [
      'failed, and not all was read',
      [{ ...failing({}), unreadable }],
      '1 check: 1 failed (1 finding). Of those that failed, 1 could not be completed.',
    ],
  ])('%s', (_, checks, expected) => {
    expect(readable(...checks)).toContain(expected);
  });

  it('no check at all', () => {
    expect(accountChecksOf(undefined).markup).toContain('No account check was made.');
  });
});

describe('what could not be read is listed by check', () => {
  it('with one line for each cause', () => {
    const unreadable = [
      { user: 'bob', cause: 'AccessDenied' },
      { user: 'carol', cause: 'AccessDenied' },
      { user: null, cause: 'IAM was not asked' },
    ];
    expect(readable(aCheck({ result: 'unreadable', unreadable }))).toContain(
      'Could not be read 1 iam-lapse could not read what these checks need. That part neither passed nor failed. old keys 2 users : AccessDenied IAM was not asked',
    );
  });

  it('and is not spoken of where all was read', () => {
    expect(readable(failing({}))).not.toContain('Could not be read');
  });
});

it('the sample has those of its digest', () => {
  const { checks = [] } = samplePage();
  expect(severitiesOf(checks)).toStrictEqual([
    ['high', 6],
    ['medium', 16],
    ['low', 3],
  ]);
  expect(readable(...checks)).toContain(
    'HIGH console users without MFA 6 CIS 1.9, Security Hub IAM.5 Fix: Ask each user to register an MFA device.',
  );
});
