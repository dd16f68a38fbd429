import { GetAccountSummaryCommand, GetUserCommand, paginateListUsers } from '@aws-sdk/client-iam';
import * as z from 'zod';
import { parsePages, parseResponse, withAction } from '../../../lambda/aws/responses';
import { isUserName, pathOfUserArn } from '../../../lambda/domain/identity';
import { type Belief, differs, holds, holdsIf, notTried } from '../belief';
import { type Patience, readUntil, seenText } from '../clock';
import { refusalOf } from '../refusal';
import type { Sandbox } from '../sandbox';

/** The user is known already, and only some reads may lag. */
const BRIEFLY: Patience = { limitMs: 10_000, pausesMs: [1_000, 2_000] };

/** IAM's dates have whole seconds: later ones differ only after one. */
const MORE_THAN_A_SECOND_MS = 1_500;

const recreated: Belief = {
  id: 'A14',
  belief: 'A deleted and recreated user has another creation time and another id.',
  expected: 'CreateDate and UserId both differ',
  attempt: async (sandbox) => {
    const before = await sandbox.user('again');
    const { name } = before;
    await readUntil(sandbox.clock, () => isKnown(sandbox, name));
    await sandbox.clock.sleep(MORE_THAN_A_SECOND_MS);
    await sandbox.deleteUser(name);
    await readUntil(sandbox.clock, async () => !(await isKnown(sandbox, name)));
    const after = await sandbox.createUser(name);
    const isLater = after.CreateDate.getTime() > before.CreateDate.getTime();
    const isOther = after.UserId !== before.UserId;
    return holdsIf(
      isLater && isOther,
      `CreateDate ${isLater ? 'is later' : 'is not later'}, UserId ${isOther ? 'differs' : 'is the same'}`,
    );
  },
};

const anyCase: Belief = {
  id: 'A15',
  belief: 'IAM matches a user name in any case, and refuses two names that differ only in case.',
  expected: 'GetUser finds it; CreateUser answers EntityAlreadyExists',
  attempt: async (sandbox) => {
    const { name } = await sandbox.user('Case');
    const inCapitals = name.toUpperCase();
    if (!isUserName(inCapitals)) return notTried('the user has no name');
    const seen = await readUntil(sandbox.clock, () => isKnown(sandbox, name));
    if (!seen) return notTried('IAM does not show the user that it has created');
    const found = await readUntil(sandbox.clock, () => isKnown(sandbox, inCapitals), BRIEFLY);
    const refusal = await refusalOf(() => sandbox.createUser(inCapitals));
    return holdsIf(
      found !== undefined && refusal === 'EntityAlreadyExists',
      `GetUser ${found ? 'finds it' : 'does not find it'}; CreateUser ${refusal === undefined ? 'made a second user' : `answered ${refusal}`}`,
    );
  },
};

async function isKnown(sandbox: Sandbox, name: string): Promise<boolean> {
  const refusal = await refusalOf(() =>
    withAction('GetUser', () => sandbox.clients.iam.send(new GetUserCommand({ UserName: name }))),
  );
  if (refusal !== undefined && refusal !== 'NoSuchEntity') throw new Error(`GetUser answered ${refusal}`);
  return refusal === undefined;
}

const pathInArn: Belief = {
  id: 'A16',
  belief: "A user's ARN is arn:PARTITION:iam::ACCOUNT:user, then the path, then the name.",
  expected: 'the path and the name that were asked for',
  attempt: async (sandbox) => {
    const user = await sandbox.user('comma,name');
    const path = pathOfUserArn(user.Arn, user.name, sandbox.account);
    return path === sandbox.path && user.Path === sandbox.path
      ? holds('path and name, a comma included')
      : differs('the ARN or the path is another one');
  },
};

const gone: Belief = {
  id: 'A22',
  belief: 'IAM answers NoSuchEntity about a user who was deleted.',
  expected: 'NoSuchEntity within seconds',
  attempt: async (sandbox) => {
    const { name } = await sandbox.user('gone');
    await readUntil(sandbox.clock, () => isKnown(sandbox, name));
    await sandbox.deleteUser(name);
    const seen = await readUntil(sandbox.clock, async () => !(await isKnown(sandbox, name)));
    return seen ? holds(seenText(seen)) : differs('GetUser still finds the user after 60 s');
  },
};

const Summary = z.object({ SummaryMap: z.object({ Users: z.number() }) });

const countOfUsers: Belief = {
  id: 'A9',
  belief: 'GetAccountSummary tells the number of IAM users.',
  expected: 'as many as ListUsers lists',
  attempt: async (sandbox) => {
    await sandbox.user('Case');
    const before = await summaryUsers(sandbox);
    const listed = await listedUsers(sandbox);
    const after = await summaryUsers(sandbox);
    const isBetween = Math.min(before, after) <= listed && listed <= Math.max(before, after);
    if (isBetween) return holds('the same number');
    const away = listed - after;
    // The field test itself has just made users, and reads lag behind writes.
    return Math.abs(away) <= sandbox.users.length
      ? notTried(`the two numbers differ by ${Math.abs(away)}, which may be the users of this run`)
      : differs(`ListUsers lists ${Math.abs(away)} users ${away > 0 ? 'more' : 'fewer'}`);
  },
};

async function summaryUsers({ clients: { iam } }: Sandbox): Promise<number> {
  return withAction('GetAccountSummary', async () => {
    const response = await iam.send(new GetAccountSummaryCommand({}));
    return parseResponse(Summary, 'GetAccountSummary', response).SummaryMap.Users;
  });
}

async function listedUsers({ clients: { iam } }: Sandbox): Promise<number> {
  return withAction('ListUsers', async () => {
    let users = 0;
    const pages = paginateListUsers({ client: iam, pageSize: 1000 }, {});
    for await (const page of parsePages(z.object({ Users: z.array(z.unknown()) }), 'ListUsers', pages)) {
      users += page.Users.length;
    }
    return users;
  });
}

export const USER_BELIEFS: readonly Belief[] = [recreated, anyCase, pathInArn, gone, countOfUsers];
