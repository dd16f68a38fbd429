import type { AdministratorPolicy, Privilege } from '../../../../lambda/domain/account-checks/privileges';
import { batchMail } from '../../../../lambda/domain/new-credential/batch-mail';
import type { NewCredentialFacts } from '../../../../lambda/domain/new-credential/mail';
import { ACCOUNT } from '../../../support/builders';
import { unwrapped } from '../digest/run-reports';
import { aCreation, noticeFacts, permissions, read } from './a-creation';

const state = { mails: 0, before: null };
const told = (facts: NewCredentialFacts['permissions']) => ({
  event: aCreation(),
  facts: noticeFacts({ permissions: facts }),
});

describe('what the user may do', () => {
  const arn = (name: string) => `arn:aws:iam::123456789012:policy/${name}`;
  const attached = (...names: readonly string[]) => ({
    attached: names.map((name) => ({ name, arn: arn(name) })),
    inline: [],
  });
  const many = (length: number) => attached(...Array.from({ length }, (_, index) => `p${index}`));
  const inline = (name: string) => ({ attached: [], inline: [{ name, grant: 'less' as const }] });
  const by = (policy: Partial<AdministratorPolicy>): Privilege => ({
    kind: 'administrator',
    by: [{ kind: 'customer', name: 'all', group: undefined, conditional: false, ...policy }],
  });
  const own = attached('deploy', 'logs');
  const groups = [
    { name: 'ops', policies: inline('shell') },
    { name: 'admins', policies: attached('all') },
  ];
  const less = { kind: 'less' } as const;
  const unread = { kind: 'unreadable', cause: 'GetPolicy failed: AccessDenied: no' } as const;
  it.each<[string, NewCredentialFacts['permissions'], string]>([
    ['nothing', read(permissions()), 'no policy, and none by a group.'],
    [
      'less than all',
      read(permissions({ policies: { ...own, groups: [] } })),
      'none of its policies allows everything. Policies: deploy, logs.',
    ],
    [
      'all, by a group',
      read(permissions({ policies: { ...own, groups }, privilege: by({ group: 'admins' }) })),
      'AN ADMINISTRATOR, by all (group admins). Policies: deploy, logs, shell (inline, group ops), all (group admins).',
    ],
    [
      'all, by an inline policy under a condition',
      read(
        permissions({
          policies: { ...inline('x'), groups: [] },
          privilege: by({ kind: 'inline', name: 'x', conditional: true }),
        }),
      ),
      'AN ADMINISTRATOR, by x (inline), under a condition. Policies: x (inline).',
    ],
    [
      'a document that could not be read',
      read(permissions({ policies: { ...own, groups: [] }, privilege: unread })),
      'whether it is an administrator is not known: GetPolicy failed: AccessDenied: no. Policies: deploy, logs.',
    ],
    [
      'a group that could not be read',
      read(
        permissions({
          policies: { ...own, groups: [{ name: 'ops', policies: undefined }] },
          privilege: unread,
          missing: 'no',
        }),
      ),
      'is not known: GetPolicy failed: AccessDenied: no. Policies: deploy, logs, others that could not be read.',
    ],
    [
      'no policy of its own, and a group that could not be read',
      read(permissions({ privilege: unread, missing: 'no' })),
      'is not known: GetPolicy failed: AccessDenied: no. Policies: others that could not be read.',
    ],
    [
      'more policies than the mail names',
      read(
        permissions({
          policies: { ...many(21), groups: [] },
          privilege: less,
        }),
      ),
      'p18, p19, 1 more.',
    ],
    [
      'as many as the mail names',
      read(
        permissions({
          policies: { ...many(20), groups: [] },
          privilege: less,
        }),
      ),
      'p18, p19.',
    ],
    ['could not be read', { kind: 'unreadable', cause: 'no' }, 'not known: no'],
    ['nobody asked', { kind: 'notAsked' }, 'not known: it was not read'],
  ])('%s', (_, facts, expected) => {
    const text = unwrapped(batchMail([told(facts)], [], state, ACCOUNT).body);
    expect(text).toContain('Permissions of bob as this mail was written: ');
    expect(text).toContain(` ${expected} MFA of bob:`);
  });

  it.each<[string, Privilege, string]>([
    ['an administrator', by({}), 'ADMINISTRATOR: access key created for bob'],
    ['not one', less, 'access key created for bob'],
    ['not known', unread, 'access key created for bob'],
  ])('is in the subject if it is everything: %s', (_, privilege, expected) => {
    const { subject } = batchMail([told(read(permissions({ privilege })))], [], state, ACCOUNT);
    expect(subject).toBe(`iam-lapse 123456789012: ${expected}`);
  });

  it('with the number of them in a batch', () => {
    const of = (privilege: Privilege) => told(read(permissions({ privilege })));
    expect(batchMail([of(less), of(by({})), of(unread)], [aCreation()], state, ACCOUNT).subject).toBe(
      'iam-lapse 123456789012: 4 new, 1 OF ADMINISTRATORS: access key created for bob, ...',
    );
  });
});
