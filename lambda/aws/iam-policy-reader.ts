import {
  GetGroupPolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetUserPolicyCommand,
  type IAMClient,
  paginateListAttachedGroupPolicies,
  paginateListAttachedUserPolicies,
  paginateListGroupPolicies,
  paginateListUserPolicies,
} from '@aws-sdk/client-iam';
import * as z from 'zod';
import type { Fetched } from '../domain/account-checks/facts';
import {
  type AttachedPolicy,
  type Grant,
  grantOfDocument,
  type Policies,
  privilegeOf,
} from '../domain/account-checks/privileges';
import type { UserName } from '../domain/identity';
import type { UserPermissions } from '../domain/new-credential/permissions';
import { describeFailure, parsePages, parseResponse, UnexpectedResponse, withAction } from './responses';

const AttachedPage = z.object({
  AttachedPolicies: z.array(z.object({ PolicyName: z.string().min(1), PolicyArn: z.string().min(1) })),
});
const InlinePage = z.object({ PolicyNames: z.array(z.string().min(1)) });
const Inline = z.object({ PolicyName: z.string(), PolicyDocument: z.string() });
const Managed = z.object({ Policy: z.object({ Arn: z.string(), DefaultVersionId: z.string().min(1) }) });
const Version = z.object({ PolicyVersion: z.object({ VersionId: z.string(), Document: z.string() }) });

type Group = UserPermissions['policies']['groups'][number];
type InlineDocument = (policy: string) => Promise<string>;

/**
 * Reads what one user may do, with as few calls as an honest answer takes: the lists of the user and of each group,
 * and documents only if the lists do not settle whether the user is an administrator. One call follows the other,
 * because the function asks about ten users at the same time.
 */
export class PolicyReader {
  constructor(private readonly iam: IAMClient) {}

  /** @throws if the user's own policies cannot be listed; without others, the answer may be `unreadable` */
  async permissions(user: UserName, groups: Fetched<readonly string[]>): Promise<UserPermissions> {
    let missing = groups.kind === 'unreadable' ? groups.cause : undefined;
    const own = await this.policiesOfUser(user);
    const ofGroups: Group[] = [];
    for (const name of groups.kind === 'read' ? groups.value : []) {
      let policies: Policies | undefined;
      try {
        policies = await this.policiesOfGroup(name);
      } catch (error) {
        missing ??= describeFailure('Listing the policies of a group', error);
      }
      ofGroups.push({ name, policies });
    }
    const listed = { ...own, groups: ofGroups };
    const asked = new Set<string>();
    const byLists = privilegeOf(listed, (arn) => {
      asked.add(arn);
      return undefined;
    });
    if (byLists.kind === 'administrator') return { policies: listed, privilege: byLists, missing };
    const policies = {
      ...(await withDocuments(own, (policy) => this.inlineOfUser(user, policy))),
      groups: await inTurn(ofGroups, async ({ name, policies: some }) => ({
        name,
        policies: some && (await withDocuments(some, (policy) => this.inlineOfGroup(name, policy))),
      })),
    };
    const grants = new Map<string, Grant>();
    for (const arn of asked) grants.set(arn, await grantOf(() => this.managed(arn)));
    const privilege = privilegeOf(policies, (arn) => grants.get(arn));
    return {
      policies,
      privilege:
        privilege.kind === 'administrator' || missing === undefined
          ? privilege
          : { kind: 'unreadable', cause: missing },
      missing,
    };
  }

  private async policiesOfUser(UserName: UserName): Promise<Policies> {
    const config = { client: this.iam };
    return {
      attached: await attachedIn(
        'ListAttachedUserPolicies',
        paginateListAttachedUserPolicies(config, { UserName }),
      ),
      inline: await inlineIn('ListUserPolicies', paginateListUserPolicies(config, { UserName })),
    };
  }

  private async policiesOfGroup(GroupName: string): Promise<Policies> {
    const config = { client: this.iam };
    return {
      attached: await attachedIn(
        'ListAttachedGroupPolicies',
        paginateListAttachedGroupPolicies(config, { GroupName }),
      ),
      inline: await inlineIn('ListGroupPolicies', paginateListGroupPolicies(config, { GroupName })),
    };
  }

  private async inlineOfUser(UserName: UserName, PolicyName: string): Promise<string> {
    return documentIn('GetUserPolicy', PolicyName, () =>
      this.iam.send(new GetUserPolicyCommand({ UserName, PolicyName })),
    );
  }

  private async inlineOfGroup(GroupName: string, PolicyName: string): Promise<string> {
    return documentIn('GetGroupPolicy', PolicyName, () =>
      this.iam.send(new GetGroupPolicyCommand({ GroupName, PolicyName })),
    );
  }

  /** The default version, which is the one in force. */
  private async managed(PolicyArn: string): Promise<string> {
    const { Policy: policy } = await withAction('GetPolicy', async () =>
      parseResponse(Managed, 'GetPolicy', await this.iam.send(new GetPolicyCommand({ PolicyArn }))),
    );
    requireSame('GetPolicy', policy.Arn, PolicyArn);
    const { DefaultVersionId: VersionId } = policy;
    const { PolicyVersion: version } = await withAction('GetPolicyVersion', async () =>
      parseResponse(
        Version,
        'GetPolicyVersion',
        await this.iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId })),
      ),
    );
    requireSame('GetPolicyVersion', version.VersionId, VersionId);
    return version.Document;
  }
}

async function attachedIn(action: string, pages: AsyncIterable<unknown>): Promise<AttachedPolicy[]> {
  return withAction(action, async () => {
    const all: AttachedPolicy[] = [];
    for await (const { AttachedPolicies: attached } of parsePages(AttachedPage, action, pages)) {
      all.push(...attached.map(({ PolicyName: name, PolicyArn: arn }) => ({ name, arn })));
    }
    return all;
  });
}

/** Without their documents, which other calls have. */
async function inlineIn(action: string, pages: AsyncIterable<unknown>): Promise<Policies['inline']> {
  return withAction(action, async () => {
    const names: string[] = [];
    for await (const page of parsePages(InlinePage, action, pages)) names.push(...page.PolicyNames);
    return names.map((name) => ({ name, grant: NOT_READ }));
  });
}

const NOT_READ: Grant = { unreadable: 'its document was not read' };

async function documentIn(action: string, policy: string, call: () => Promise<unknown>): Promise<string> {
  return withAction(action, async () => {
    const { PolicyName: name, PolicyDocument: document } = parseResponse(Inline, action, await call());
    requireSame(action, name, policy);
    return document;
  });
}

async function withDocuments(policies: Policies, document: InlineDocument): Promise<Policies> {
  const inline = await inTurn(policies.inline, async ({ name }) => ({
    name,
    grant: await grantOf(() => document(name)),
  }));
  return { ...policies, inline };
}

/** A document that cannot be read is an `unreadable` grant, which is no "less". */
async function grantOf(document: () => Promise<string>): Promise<Grant> {
  try {
    return grantOfDocument(await document());
  } catch (error) {
    return { unreadable: describeFailure('Reading the document', error) };
  }
}

async function inTurn<T, R>(all: readonly T[], each: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const one of all) results.push(await each(one));
  return results;
}

function requireSame(action: string, actual: string, expected: string): void {
  if (actual === expected) return;
  throw new UnexpectedResponse(
    action,
    `asked about ${JSON.stringify(expected)}, answered about ${JSON.stringify(actual)}`,
  );
}
