import { PolicyReader } from '../../../lambda/aws/iam-policy-reader';
import type { Fetched } from '../../../lambda/domain/account-checks/facts';
import { ACCOUNT, aUser as anIdentity } from '../../support/builders';
import { clientsOf, closeAll, serve } from '../../support/clients';
import { callsOf } from '../../support/deployment';
import { type AccountOptions, anAccount, aUser, type FakeUser, type Fault } from '../../support/fake-aws';

afterEach(closeAll);

const { name: ALICE } = anIdentity({ name: 'alice' });
const ADMINISTRATOR = 'arn:aws:iam::aws:policy/AdministratorAccess';
const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const OWN = `arn:aws:iam::${ACCOUNT.id}:policy/team/own`;
const ALL = { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
const SOME = { Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] };
const LISTS = { ListAttachedUserPolicies: 1, ListUserPolicies: 1 };
const GROUP_LISTS = { ListAttachedGroupPolicies: 1, ListGroupPolicies: 1 };
const MANAGED = { GetPolicy: 1, GetPolicyVersion: 1 };
const no = { error: { code: 'AccessDenied', status: 403, message: 'no' } };

async function permissionsOf(
  user: Partial<FakeUser>,
  account: AccountOptions = {},
  faults: readonly Fault[] = [],
  memberships: Fetched<readonly string[]> = { kind: 'read', value: user.groups ?? [] },
) {
  const aws = await serve(anAccount({ ...account, users: [aUser(user)] }));
  aws.faults.push(...faults);
  const permissions = await new PolicyReader(clientsOf(aws).iam).permissions(ALICE, memberships);
  return { ...permissions, calls: callsOf(aws) };
}
const by = (...policies: readonly object[]) => ({ kind: 'administrator', by: policies });

it.each<[string, Partial<FakeUser>, AccountOptions, object, object]>([
  ['no policy', {}, {}, { kind: 'less' }, LISTS],
  ['a policy of AWS that allows less', { attachedPolicies: [READ_ONLY] }, {}, { kind: 'less' }, LISTS],
  [
    'AdministratorAccess, which settles it without a document',
    { attachedPolicies: [OWN, ADMINISTRATOR], inlinePolicies: ['x'] },
    { documents: { [OWN]: ALL } },
    by({ kind: 'aws', name: 'AdministratorAccess', conditional: false }),
    LISTS,
  ],
  [
    'an inline policy that allows all',
    { inlinePolicies: ['some', 'all'] },
    { documents: { some: SOME, all: ALL } },
    by({ kind: 'inline', name: 'all', conditional: false }),
    { ...LISTS, GetUserPolicy: 2 },
  ],
  [
    'a policy of the account that allows all',
    { attachedPolicies: [OWN] },
    { documents: { [OWN]: ALL } },
    by({ kind: 'customer', name: 'own', conditional: false }),
    { ...LISTS, ...MANAGED },
  ],
  [
    'AdministratorAccess by a group',
    { groups: ['admins'] },
    { groups: [{ name: 'admins', attachedPolicies: [ADMINISTRATOR] }] },
    by({ kind: 'aws', name: 'AdministratorAccess', group: 'admins', conditional: false }),
    { ...LISTS, ...GROUP_LISTS },
  ],
  [
    'an inline policy of a group that allows all',
    { groups: ['admins'] },
    { groups: [{ name: 'admins', attachedPolicies: [], inlinePolicies: ['all'] }], documents: { all: ALL } },
    by({ kind: 'inline', name: 'all', group: 'admins', conditional: false }),
    { ...LISTS, ...GROUP_LISTS, GetGroupPolicy: 1 },
  ],
  [
    'one policy of the account twice, whose document is read once',
    { attachedPolicies: [OWN], groups: ['team'] },
    { documents: { [OWN]: SOME }, groups: [{ name: 'team', attachedPolicies: [OWN] }] },
    { kind: 'less' },
    { ...LISTS, ...GROUP_LISTS, ...MANAGED },
  ],
])('%s', async (_, user, account, privilege, calls) => {
  const found = await permissionsOf(user, account);
  expect(found.privilege).toMatchObject(privilege);
  expect(found.calls).toEqual(calls);
  expect(found.missing).toBeUndefined();
});

it('names all policies, on all pages', async () => {
  const { policies, privilege } = await permissionsOf(
    { attachedPolicies: [READ_ONLY, OWN], inlinePolicies: ['a', 'b'], groups: ['one', 'two'] },
    {
      pageSize: 1,
      documents: { [OWN]: SOME },
      groups: [
        { name: 'one', attachedPolicies: [READ_ONLY, OWN], inlinePolicies: ['c', 'd'] },
        { name: 'two', attachedPolicies: [READ_ONLY] },
      ],
    },
  );
  const names = (all: readonly { readonly name: string }[]) => all.map(({ name }) => name);
  expect(privilege).toEqual({ kind: 'less' });
  expect([names(policies.attached), names(policies.inline)]).toEqual([
    ['ReadOnlyAccess', 'own'],
    ['a', 'b'],
  ]);
  expect(
    policies.groups.map(({ name, policies: its }) => [name, its && names([...its.attached, ...its.inline])]),
  ).toEqual([
    ['one', ['ReadOnlyAccess', 'own', 'c', 'd']],
    ['two', ['ReadOnlyAccess']],
  ]);
});

describe('what cannot be read is never "less"', () => {
  const user = { attachedPolicies: [OWN], inlinePolicies: ['x'], groups: ['team'] };
  const account = {
    documents: { [OWN]: SOME },
    groups: [{ name: 'team', attachedPolicies: [], inlinePolicies: ['y'] }],
  };
  it.each(['GetUserPolicy', 'GetGroupPolicy', 'GetPolicy', 'GetPolicyVersion'])(
    'a document: %s',
    async (action) => {
      for (const [fault, cause] of [
        [{ action, ...no }, `${action} failed: AccessDenied: no`],
        [{ action, html: true }, `${action} returned an unexpected response`],
      ] as const) {
        const { privilege } = await permissionsOf(user, account, [fault]);
        expect(privilege).toMatchObject({
          kind: 'unreadable',
          cause: expect.stringContaining(cause) as unknown,
        });
      }
    },
  );

  it.each(['ListAttachedGroupPolicies', 'ListGroupPolicies'])('a group: %s', async (action) => {
    const { privilege, missing, policies } = await permissionsOf(user, account, [{ action, ...no }]);
    expect(missing).toBe(`${action} failed: AccessDenied: no`);
    expect(privilege).toEqual({ kind: 'unreadable', cause: missing });
    expect(policies.groups).toEqual([{ name: 'team', policies: undefined }]);
  });

  it.each(['ListAttachedUserPolicies', 'ListUserPolicies'])('all: %s', async (action) => {
    for (const fault of [no, { html: true }] as const) {
      await expect(permissionsOf(user, account, [{ action, ...fault }])).rejects.toThrow(action);
    }
  });

  it('the second page of a list', async () => {
    const faults = [{ action: 'ListAttachedUserPolicies', skip: 1, html: true } as const];
    const two = { attachedPolicies: [READ_ONLY, OWN] };
    await expect(permissionsOf(two, { ...account, pageSize: 1 }, faults)).rejects.toThrow(
      'ListAttachedUserPolicies returned an unexpected response',
    );
  });

  it('the groups', async () => {
    const unreadable = { kind: 'unreadable', cause: 'ListGroupsForUser failed' } as const;
    const { privilege, missing } = await permissionsOf(user, account, [], unreadable);
    expect(missing).toBe('ListGroupsForUser failed');
    expect(privilege).toEqual({ kind: 'unreadable', cause: 'ListGroupsForUser failed' });
  });

  it('a document that is no JSON', async () => {
    const { privilege } = await permissionsOf({ inlinePolicies: ['x'] }, { documents: { x: '{' } });
    expect(privilege).toEqual({ kind: 'unreadable', cause: 'policy x: its document is not valid JSON' });
  });

  it.each([
    ['GetUserPolicy', '<PolicyName>other</PolicyName><PolicyDocument>%7B%7D</PolicyDocument>'],
    ['GetPolicy', '<Policy><Arn>other</Arn><DefaultVersionId>v2</DefaultVersionId></Policy>'],
    [
      'GetPolicyVersion',
      '<PolicyVersion><VersionId>v1</VersionId><Document>%7B%7D</Document></PolicyVersion>',
    ],
  ])('an answer about something else: %s', async (action, xml) => {
    const body = `<${action}Response><${action}Result>${xml}</${action}Result></${action}Response>`;
    const { privilege } = await permissionsOf(user, account, [{ action, body }]);
    expect(privilege).toMatchObject({
      kind: 'unreadable',
      cause: expect.stringMatching(
        `${action} returned an unexpected response: asked about .*, answered`,
      ) as unknown,
    });
  });
});

it('who is an administrator by what was read stays one, whatever else could not be read', async () => {
  const user = { inlinePolicies: ['all', 'x'], groups: ['team', 'admins'] };
  const account = {
    documents: { all: ALL },
    groups: [{ name: 'admins', attachedPolicies: [ADMINISTRATOR] }],
  };
  const denied = [{ action: 'ListGroupPolicies', times: 1, ...no }];
  const byGroup = await permissionsOf(user, account, denied);
  expect(byGroup.privilege).toMatchObject(by({ group: 'admins' }));
  expect(byGroup.missing).toBe('ListGroupPolicies failed: AccessDenied: no');
  const unreadable = { kind: 'unreadable', cause: 'no' } as const;
  const byDocument = await permissionsOf(
    user,
    account,
    [{ action: 'GetUserPolicy', skip: 1, ...no }],
    unreadable,
  );
  expect(byDocument).toMatchObject({ privilege: by({ name: 'all' }), missing: 'no' });
});
