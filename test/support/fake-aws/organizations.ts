import type { FakeAccount } from './account';
import { findMember, type FakeMember, type FakeOrganization, pathOf } from './organization';
import { markerOf, offsetOf } from './pages';
import type { JsonService } from './services';
import { AwsError, type Params } from './wire';

// It embodies docs/assumptions.md A76, A77 and A78.

const MAX_PAGE = 20;

export const organizations: JsonService = {
  protocol: 'json',
  operations: {
    DescribeOrganization: describeOrganization,
    DescribeAccount: describeAccount,
    ListAccounts: (account, params) => {
      const organization = readable(account);
      return page(organization, 'Accounts', organization.members, params, (member) =>
        shown(organization, member),
      );
    },
    ListAccountsForParent: (account, params) => {
      const organization = readable(account);
      const parent = namedParent(organization, params['ParentId']);
      const below = organization.members.filter((member) => member.parent === parent);
      return page(organization, 'Accounts', below, params, (member) => shown(organization, member));
    },
    ListOrganizationalUnitsForParent: (account, params) => {
      const organization = readable(account);
      const parent = namedParent(organization, params['ParentId']);
      const below = organization.units.filter((unit) => unit.parent === parent);
      return page(organization, 'OrganizationalUnits', below, params, ({ id }) => ({ Id: id, Name: id }));
    },
    ListRoots: (account, params) => {
      const organization = readable(account);
      return page(organization, 'Roots', [organization.root], params, (root) => ({ Id: root, Name: 'Root' }));
    },
    ListParents: listParents,
  },
};

/** Every account of an organization may ask for this. */
function describeOrganization({ organization, partition }: FakeAccount) {
  if (!organization) throw notInUse();
  const { id, managementAccountId: management } = organization;
  return {
    Organization: {
      Id: id,
      Arn: `arn:${partition}:organizations::${management}:organization/${id}`,
      FeatureSet: 'ALL',
      MasterAccountId: management,
      MasterAccountArn: `arn:${partition}:organizations::${management}:account/${id}/${management}`,
    },
  };
}

function describeAccount(account: FakeAccount, params: Params) {
  const organization = readable(account);
  const member = findMember(organization, params['AccountId'] ?? '');
  if (!member) {
    const message = "You specified an account that doesn't exist.";
    throw new AwsError('AccountNotFoundException', 400, message);
  }
  return { Account: shown(organization, member) };
}

function listParents(account: FakeAccount, params: Params) {
  const organization = readable(account);
  const child = params['ChildId'] ?? '';
  const unit = organization.units.find(({ id }) => id === child);
  const parent = unit?.parent ?? findMember(organization, child)?.parent;
  if (parent === undefined) throw new AwsError('ChildNotFoundException', 400, "We can't find that child.");
  return { Parents: [{ Id: parent, Type: parent === organization.root ? 'ROOT' : 'ORGANIZATIONAL_UNIT' }] };
}

/** `Status` has been retired, so it is not here. Times are epoch seconds in AWS JSON. */
function shown(organization: FakeOrganization, member: FakeMember) {
  const { account, name, state, joinedAt, withoutPaths } = member;
  return {
    Id: account.id,
    Arn: `arn:${account.partition}:organizations::${organization.managementAccountId}:account/${organization.id}/${account.id}`,
    Email: `root-${account.id}@example.com`,
    Name: name,
    State: state,
    ...(!withoutPaths && { Paths: [pathOf(organization, member)] }),
    JoinedMethod: 'CREATED',
    JoinedTimestamp: joinedAt / 1000,
  };
}

/** `next`: where the next page begins; the empty pages count below zero. */
function page<Item>(
  organization: FakeOrganization,
  name: string,
  all: readonly Item[],
  params: Params,
  show: (item: Item) => object,
) {
  const { MaxResults: asked = String(MAX_PAGE), NextToken: token } = params;
  if (!(Number(asked) >= 1 && Number(asked) <= MAX_PAGE)) {
    throw new AwsError('InvalidInputException', 400, 'You specified an invalid value: MaxResults.');
  }
  const { emptyPages, pageSize } = organization;
  const at = token === undefined ? 0 : offsetOf(token);
  if (at < emptyPages) return { [name]: [], NextToken: markerOf(at + 1) };
  const start = at - emptyPages;
  const end = start + Math.min(Number(asked), pageSize);
  return {
    [name]: all.slice(start, end).map(show),
    ...(end < all.length && { NextToken: markerOf(end + emptyPages) }),
  };
}

function namedParent({ root, units }: FakeOrganization, id: string | undefined): string {
  const found = [root, ...units.map((unit) => unit.id)].find((each) => each === id);
  if (found === undefined) throw new AwsError('ParentNotFoundException', 400, "We can't find a root or OU.");
  return found;
}

/** "Only from the management account or by a member account that is a delegated administrator". */
function readable({ id, organization }: FakeAccount): FakeOrganization {
  if (!organization) throw notInUse();
  if (id !== organization.managementAccountId && !organization.delegated.includes(id)) {
    const message = "You don't have permissions to access this resource.";
    throw new AwsError('AccessDeniedException', 400, message);
  }
  return organization;
}

function notInUse(): AwsError {
  const message = 'Your account is not a member of an organization.';
  return new AwsError('AWSOrganizationsNotInUseException', 400, message);
}
