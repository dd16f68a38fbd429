import { GetUserCommand, type IAMClient } from '@aws-sdk/client-iam';
import * as z from 'zod';
import { IamUser } from '../../../lambda/aws/iam-user-reader';
import { describeFailure, isNoSuchEntity, parseResponse } from '../../../lambda/aws/responses';
import type { UserName } from '../../../lambda/domain/identity';
import { utcSecond } from '../../../lambda/domain/instant';
import { clean } from '../../../lambda/domain/text';
import type { Credentials, Identity } from '../investigation';
import { requireOwner } from './attempt';
import { readCredentials } from './credentials-now';
import { Shown } from './shown';

const User = z.object({ User: IamUser });
const UserId = z.object({ User: z.object({ UserId: Shown }) });

/** The user as IAM has it now. Without it, `name` is as it was asked for. */
export interface UserNow {
  readonly name: UserName;
  readonly identity: Identity;
  /** Undefined if there is no such user. */
  readonly credentials: Credentials | undefined;
}

/** Reads everything that IAM says of a user. What cannot be read says why, and the rest is read all the same. */
export async function readUserNow(iam: IAMClient, asked: UserName): Promise<UserNow> {
  const { name, identity } = await readIdentity(iam, asked);
  if (identity.kind === 'gone') return { name, identity, credentials: undefined };
  return { name, identity, credentials: await readCredentials(iam, name) };
}

async function readIdentity(iam: IAMClient, asked: UserName): Promise<Pick<UserNow, 'name' | 'identity'>> {
  try {
    const response = await iam.send(new GetUserCommand({ UserName: asked }));
    const { identity, passwordLastUsed } = parseResponse(User, 'GetUser', response).User;
    const { UserId: userId } = parseResponse(UserId, 'GetUser', response).User;
    requireOwner('GetUser', identity.name, asked);
    return {
      name: identity.name,
      identity: {
        kind: 'exists',
        arn: clean(identity.arn, 1_024),
        path: clean(identity.path, 512),
        userId,
        created: utcSecond(identity.createdAt),
        ...(passwordLastUsed === 'never' ? {} : { passwordLastUsed: utcSecond(passwordLastUsed) }),
      },
    };
  } catch (error) {
    // A failed call is a result of its own: the event history may be readable all the same.
    const identity: Identity = isNoSuchEntity(error)
      ? { kind: 'gone' }
      : { kind: 'unreadable', cause: describeFailure('GetUser', error) };
    return { name: asked, identity };
  }
}
