import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import * as z from 'zod';
import { checked } from '../../../lambda/aws/answer';
import type { AccountId } from '../../../lambda/domain/identity';
import { explained } from '../aws-trouble';

const Caller = z.object({ Account: z.string().regex(/^\d{12}$/), Arn: z.string().startsWith('arn:') });

/** The account behind the credentials of this shell. @throws BadInput, Unavailable */
export async function callersAccount(region: string): Promise<AccountId> {
  const sts = new STSClient({ region });
  try {
    const answer = await sts.send(new GetCallerIdentityCommand({}));
    const { Account: id, Arn: arn } = checked(Caller, 'GetCallerIdentity', answer);
    return { id, partition: arn.split(':')[1] ?? '' };
  } catch (error) {
    throw explained('GetCallerIdentity', error, 'sts:GetCallerIdentity');
  } finally {
    sts.destroy();
  }
}
