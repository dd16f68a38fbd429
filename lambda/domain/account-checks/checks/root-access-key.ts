import {
  ACCOUNT,
  check,
  type Finding,
  findingOf,
  type UnreadableFact,
  unreadCell,
  unreadFact,
} from '../check';
import { CONTROLS } from '../controls';
import type { CheckFacts } from '../facts';

/** "No 'root' user account access key exists": an inactive one exists too. */
export const rootAccessKey = check({
  id: 'rootAccessKey',
  title: 'access key of the root user',
  description: 'Access keys of the root user',
  needs: ['summary'],
  *find(facts) {
    const { summary } = facts.account;
    // Of this moment; the report may be hours old.
    if (summary.kind === 'read') {
      if (summary.value.hasAccessKeys) yield keyFound(facts, 'GetAccountSummary counts one');
      return;
    }
    yield* byReport(facts, summary);
  },
});

function* byReport(
  facts: CheckFacts,
  summary: Parameters<typeof unreadFact>[1],
): Generator<Finding | UnreadableFact> {
  const keys = facts.report.root?.rootKeys;
  if (!keys) {
    yield unreadFact(ACCOUNT, summary);
    return;
  }
  for (const key of keys) {
    if (key.kind === 'notUnderstood') yield unreadCell(ACCOUNT, key);
    else if (key.kind !== 'none') {
      yield keyFound(facts, `key ${key.slot} in the root row of the credential report is ${key.kind}`);
    }
  }
}

function keyFound(facts: CheckFacts, fact: string): Finding {
  return findingOf(facts, {
    whom: ACCOUNT,
    severity: 'critical',
    fact,
    fix: 'Sign in as root and delete the key; in a member account, remove it centrally from the organization.',
    controls: CONTROLS.rootAccessKey,
  });
}
