import { Aws } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import {
  ACCOUNT_FUNCTION_ROLE,
  COORDINATOR_ROLE,
  RECORD_KEEPER_ROLE,
  roleArn,
} from '../../lambda/domain/organization/names';
import { ANSWERS, LOCKS, OF_THE_ACCOUNTS, OF_THE_ORGANIZATION, TOLD } from './record-keys';

/**
 * Writing, also by a copy of another bucket's objects or deletions; and every kind of deletion: also a version of its own,
 * and the tags.
 */
const WRITES = ['s3:PutObject', 's3:Replicate*', 's3:DeleteObject*'];

const [COORDINATOR, ACCOUNT_FUNCTION, KEEPER] = [
  COORDINATOR_ROLE,
  ACCOUNT_FUNCTION_ROLE,
  RECORD_KEEPER_ROLE,
].map((name) => roleArn(Aws.PARTITION, Aws.ACCOUNT_ID, name));

/**
 * Lets nobody but the two functions write, and each of them only its own. The ledgers decide who was told and what may be
 * disabled, and the lists whom a run acts on: whoever could write them could have somebody's credentials disabled that
 * nobody has announced. By ARN, not as principals: the roles' policies say what they may, this says what nobody may.
 */
export function denyOtherWriters(bucket: Bucket): void {
  const deny = (
    sid: string,
    statement: { resources: readonly string[] } | { notResources: readonly string[] },
  ) =>
    new PolicyStatement({
      sid,
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: WRITES,
      ...('resources' in statement
        ? { resources: statement.resources.map((key) => bucket.arnForObjects(key)) }
        : { notResources: statement.notResources.map((key) => bucket.arnForObjects(key)) }),
    });
  const others = deny('NobodyElseWrites', { resources: ['*'] });
  others.addCondition('ArnNotEquals', { 'aws:PrincipalArn': [COORDINATOR, ACCOUNT_FUNCTION, KEEPER] });
  const coordinator = deny('CoordinatorWritesItsOwn', { notResources: [...OF_THE_ORGANIZATION, TOLD] });
  coordinator.addCondition('ArnEquals', { 'aws:PrincipalArn': COORDINATOR });
  const account = deny('AccountFunctionWritesItsOwn', { notResources: [...OF_THE_ACCOUNTS, `${ANSWERS}*`] });
  account.addCondition('ArnEquals', { 'aws:PrincipalArn': ACCOUNT_FUNCTION });
  const notIts = deny('AccountFunctionWritesNothingElse', {
    resources: [...OF_THE_ORGANIZATION, TOLD, LOCKS],
  });
  notIts.addCondition('ArnEquals', { 'aws:PrincipalArn': ACCOUNT_FUNCTION });
  for (const statement of [others, coordinator, account, notIts]) bucket.addToResourcePolicy(statement);
}
