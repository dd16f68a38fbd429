import type { AccountId } from '../domain/identity';
import { judgingStatements, resourceOf, sweepStatements } from '../domain/iam-statements';
import type { MemberAccess } from '../organization/ports';

/**
 * What a session in a member account may do at most: the sweep's own statements, and the writes only where it is to act.
 * It narrows the role; it never gives what the role has not. It guards against our own bugs: who has taken over the
 * function can leave it out.
 */
export function sessionPolicy(member: AccountId, access: MemberAccess): string {
  const statements = access === 'act' ? sweepStatements({ reportOnly: false }) : judgingStatements();
  const place = { partition: member.partition, accountId: member.id };
  return JSON.stringify({
    Version: '2012-10-17',
    // Without Sids: STS has 2,048 characters for it, and packs it besides.
    Statement: statements.map((statement) => ({
      Effect: 'Allow',
      Action: statement.actions,
      Resource: resourceOf(statement, place),
    })),
  });
}
