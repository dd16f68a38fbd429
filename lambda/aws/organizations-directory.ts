import {
  DescribeAccountCommand,
  DescribeOrganizationCommand,
  ListAccountsCommand,
  ListAccountsForParentCommand,
  ListOrganizationalUnitsForParentCommand,
  ListParentsCommand,
  ListRootsCommand,
  OrganizationsClient,
  type OrganizationsClientConfig,
} from '@aws-sdk/client-organizations';
import * as z from 'zod';
import type { ListedAccount } from '../domain/organization/account';
import type { OrganizationDirectory, OrganizationIdentity } from '../organization/ports';
import { CLIENT_TIMEOUTS } from './lambda-runtime';
import { codeOf, parseResponse, UnexpectedResponse, withAction } from './responses';

const Organization = z.object({
  Organization: z.object({
    Id: z.string().regex(/^o-[a-z0-9]{10,32}$/),
    MasterAccountId: z.string().regex(/^\d{12}$/),
  }),
});
/** `State` alone: AWS announced the end of `Status` for September 2026, and its words differ. */
const Account = z.object({
  Id: z.string().optional(),
  Name: z.string().optional(),
  State: z.string().optional(),
  Paths: z.array(z.string()).optional(),
  JoinedTimestamp: z.date().optional(),
});
const Described = z.object({ Account });
const Accounts = z.object({ Accounts: z.array(Account) });
const Id = z.object({ Id: z.string().min(1) });
const Roots = z.object({ Roots: z.array(Id) });
const Units = z.object({ OrganizationalUnits: z.array(Id) });
const Parents = z.object({
  Parents: z.tuple([Id.extend({ Type: z.enum(['ROOT', 'ORGANIZATIONAL_UNIT']) })]),
});
const Paging = z.object({ NextToken: z.string().min(1).optional() });

/** AWS nests OUs five deep (Quotas for AWS Organizations). */
const DEEPEST = 10;

/** Organizations throttles the whole organization's callers together, and 10,000 accounts are 500 pages. */
export function organizationsClient(config: OrganizationsClientConfig = {}): OrganizationsClient {
  return new OrganizationsClient({ ...CLIENT_TIMEOUTS, maxAttempts: 8, ...config });
}

/** The accounts of the organization that this account is in. It must be delegated, or the management account. */
export class OrganizationsDirectory implements OrganizationDirectory {
  constructor(private readonly organizations: OrganizationsClient) {}

  async identity(): Promise<OrganizationIdentity> {
    return withAction('DescribeOrganization', async () => {
      const response = await this.organizations.send(new DescribeOrganizationCommand({}));
      const { Id: id, MasterAccountId: managementAccountId } = parseResponse(
        Organization,
        'DescribeOrganization',
        response,
      ).Organization;
      return { id, managementAccountId };
    });
  }

  async accounts(): Promise<readonly ListedAccount[]> {
    const listed = (
      await pagesOf(Accounts, 'ListAccounts', (NextToken) =>
        this.organizations.send(new ListAccountsCommand({ NextToken })),
      )
    ).flatMap((page) => page.Accounts.map(listedAccount));
    if (listed.every(saysPath)) return listed;
    const walked = await this.walk();
    return listed.map((account) =>
      saysPath(account) ? account : { ...account, paths: walked.get(account.id ?? '') },
    );
  }

  async describe(accountId: string): Promise<ListedAccount | 'gone'> {
    return withAction('DescribeAccount', async () => {
      const account = await this.described(accountId);
      if (account === 'gone' || saysPath(account)) return account;
      return { ...account, paths: [await this.pathUpFrom(accountId)] };
    });
  }

  private async described(accountId: string): Promise<ListedAccount | 'gone'> {
    try {
      const response = await this.organizations.send(new DescribeAccountCommand({ AccountId: accountId }));
      const account = listedAccount(parseResponse(Described, 'DescribeAccount', response).Account);
      if (account.id !== accountId)
        throw new UnexpectedResponse('DescribeAccount', 'it is about another account');
      return account;
    } catch (error) {
      if (codeOf(error) === 'AccountNotFound') return 'gone';
      throw error;
    }
  }

  /** The paths of every account, from the roots down. An account that is moved meanwhile may have none, or two. */
  private async walk(): Promise<ReadonlyMap<string, readonly string[]>> {
    const { id } = await this.identity();
    const open = (await this.roots()).map((root) => ({ id: root, path: `${id}/${root}` }));
    const found = new Map<string, string[]>();
    const seen = new Set<string>();
    for (let parent = open.pop(); parent; parent = open.pop()) {
      if (seen.has(parent.id)) {
        throw new UnexpectedResponse('ListOrganizationalUnitsForParent', `${parent.id} has two parents`);
      }
      seen.add(parent.id);
      const { path } = parent;
      for (const child of await this.unitsBelow(parent.id))
        open.push({ id: child, path: `${path}/${child}` });
      for (const account of await this.accountsBelow(parent.id)) {
        found.set(account, [...(found.get(account) ?? []), `${path}/${account}/`]);
      }
    }
    return found;
  }

  private async roots(): Promise<string[]> {
    const pages = await pagesOf(Roots, 'ListRoots', (NextToken) =>
      this.organizations.send(new ListRootsCommand({ NextToken })),
    );
    const roots = pages.flatMap((page) => page.Roots.map((root) => root.Id));
    if (roots.length === 0) throw new UnexpectedResponse('ListRoots', 'an organization without a root');
    return roots;
  }

  private async unitsBelow(parent: string): Promise<string[]> {
    const pages = await pagesOf(Units, 'ListOrganizationalUnitsForParent', (NextToken) =>
      this.organizations.send(new ListOrganizationalUnitsForParentCommand({ ParentId: parent, NextToken })),
    );
    return pages.flatMap((page) => page.OrganizationalUnits.map((unit) => unit.Id));
  }

  private async accountsBelow(parent: string): Promise<string[]> {
    const pages = await pagesOf(Accounts, 'ListAccountsForParent', (NextToken) =>
      this.organizations.send(new ListAccountsForParentCommand({ ParentId: parent, NextToken })),
    );
    return pages.flatMap((page) => page.Accounts.flatMap((account) => account.Id ?? []));
  }

  /** The account's path in the form of `Paths`, from its OU up to the root. */
  private async pathUpFrom(accountId: string): Promise<string> {
    const { id: organization } = await this.identity();
    let path = `${accountId}/`;
    let child = accountId;
    for (let depth = 0; depth < DEEPEST; depth += 1) {
      const parent = await this.parentOf(child);
      path = `${parent.Id}/${path}`;
      if (parent.Type === 'ROOT') return `${organization}/${path}`;
      child = parent.Id;
    }
    throw new UnexpectedResponse('ListParents', `the way up from account ${accountId} does not end`);
  }

  private async parentOf(child: string): Promise<z.infer<typeof Parents>['Parents'][0]> {
    return withAction('ListParents', async () => {
      const response = await this.organizations.send(new ListParentsCommand({ ChildId: child }));
      return parseResponse(Parents, 'ListParents', response).Parents[0];
    });
  }
}

/**
 * Every page of a list. A page may be empty although more follow, so only the missing token is the end. A token that
 * comes back would go round for ever.
 */
async function pagesOf<Page>(
  schema: z.ZodType<Page>,
  action: string,
  send: (token: string | undefined) => Promise<unknown>,
): Promise<Page[]> {
  return withAction(action, async () => {
    const pages: Page[] = [];
    const tokens = new Set<string>();
    for (let token: string | undefined; ;) {
      const response = await send(token);
      pages.push(parseResponse(schema, action, response));
      token = parseResponse(Paging, action, response).NextToken;
      if (token === undefined) return pages;
      if (tokens.has(token)) throw new UnexpectedResponse(action, 'a token is repeated');
      tokens.add(token);
    }
  });
}

function listedAccount(account: z.infer<typeof Account>): ListedAccount {
  const { Id: id, Name: name, State: state, Paths: paths, JoinedTimestamp: joined } = account;
  return { id, name, state, paths, joinedAt: joined?.getTime() };
}

function saysPath({ paths = [] }: ListedAccount): boolean {
  return paths.length > 0;
}
