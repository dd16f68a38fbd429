import { AssumeRoleCommand, STSClient, type STSClientConfig } from '@aws-sdk/client-sts';
import * as z from 'zod';
import { MEMBER_ROLE, roleArn } from '../domain/organization/names';
import {
  type MemberAccess,
  type MemberSession,
  type MemberSessions,
  MemberUnreachable,
  type UnreachableCause,
} from '../organization/ports';
import { CLIENT_TIMEOUTS } from './lambda-runtime';
import { codeOf, describeFailure, parseResponse, UnexpectedResponse } from './responses';
import { sessionPolicy } from './session-policy';

/** A sweep has at most 15 minutes, and its clock and AWS's may differ. Shorter than the hour of a chained role. */
const SESSION_SECONDS = 1_200;

const Answer = z.object({
  Credentials: z.object({
    AccessKeyId: z.string().min(1),
    SecretAccessKey: z.string().min(1),
    SessionToken: z.string().min(1),
    Expiration: z.date(),
  }),
  AssumedRoleUser: z.object({ Arn: z.string() }),
  PackedPolicySize: z.number().optional(),
});

/** Many accounts are swept at once, and each asks once: STS's limit is for all of them together. */
export function stsClient(config: STSClientConfig = {}): STSClient {
  return new STSClient({ ...CLIENT_TIMEOUTS, maxAttempts: 8, ...config });
}

/** Sessions of the role that each member account has for the sweep. */
export class AssumedMemberRole implements MemberSessions {
  constructor(
    private readonly sts: STSClient,
    /** An organization is in one partition. */
    private readonly partition: string,
  ) {}

  async open(accountId: string, runId: string, access: MemberAccess): Promise<MemberSession> {
    const { partition } = this;
    const session = sessionName(runId);
    try {
      const response = await this.sts.send(
        new AssumeRoleCommand({
          RoleArn: roleArn(partition, accountId, MEMBER_ROLE),
          RoleSessionName: session,
          DurationSeconds: SESSION_SECONDS,
          Policy: sessionPolicy({ id: accountId, partition }, access),
        }),
      );
      const answer = parseResponse(Answer, 'AssumeRole', response);
      // Law 1: a session in another account would judge, and disable, that account's credentials.
      const arn = `arn:${partition}:sts::${accountId}:assumed-role/${MEMBER_ROLE}/${session}`;
      if (answer.AssumedRoleUser.Arn !== arn) {
        throw new UnexpectedResponse('AssumeRole', `a session of ${answer.AssumedRoleUser.Arn}`);
      }
      const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = answer.Credentials;
      return {
        credentials: {
          accessKeyId: AccessKeyId,
          secretAccessKey: SecretAccessKey,
          sessionToken: SessionToken,
          expiration: Expiration,
        },
        packedPolicyPercent: answer.PackedPolicySize,
      };
    } catch (error) {
      throw unreachable(accountId, error);
    }
  }
}

/** So each event in the member's CloudTrail names the run. STS takes `[\w+=,.@-]{2,64}`. */
export function sessionName(runId: string): string {
  return `iam-lapse-${runId.replaceAll(/[^\w+=,.@-]/g, '-')}`.slice(0, 64);
}

const CAUSES: Readonly<Record<string, UnreachableCause>> = {
  AccessDenied: 'denied',
  Throttling: 'throttled',
  ThrottledRequest: 'throttled',
  TooManyRequests: 'throttled',
  RequestLimitExceeded: 'throttled',
  RegionDisabled: 'regionDisabled',
  PackedPolicyTooLarge: 'policyTooLarge',
};

/** What the reader has to look at. */
const ADVICE: Readonly<Record<UnreachableCause, string>> = {
  denied: `there is no role ${MEMBER_ROLE}, its trust policy does not name this deployment, or an SCP denies it`,
  throttled: 'STS is throttled',
  regionDisabled: 'STS is not activated in this region for that account',
  policyTooLarge: 'STS has no room for the session policy',
  failed: 'STS did not answer as it should',
};

function unreachable(accountId: string, error: unknown): MemberUnreachable {
  const reason = CAUSES[codeOf(error)] ?? 'failed';
  const failure = describeFailure('AssumeRole', error);
  return new MemberUnreachable(reason, `account ${accountId}: ${ADVICE[reason]}; ${failure}`, {
    cause: error,
  });
}
