import {
  ACCOUNT,
  check,
  type Finding,
  findingOf,
  type UnreadableFact,
  unreadableCell,
  unavailableFact,
} from '../check';
import { CONTROLS } from '../controls';
import type { CheckFacts } from '../facts';

/** CIS: "Ensure no 'root' user account access key exists". An inactive key exists too. */
export const rootAccessKey = check({
  id: 'rootAccessKey',
  title: 'access key of the root user',
  description: 'Access keys of the root user',
  needs: ['summary'],
  *find(facts) {
    const { summary } = facts.account;
    // The summary is current; the report may be hours old.
    if (summary.kind === 'read') {
      if (summary.value.hasAccessKeys) yield keyFound(facts, 'GetAccountSummary counts one');
      return;
    }
    yield* byReport(facts, summary);
  },
});

function* byReport(
  facts: CheckFacts,
  summary: Parameters<typeof unavailableFact>[1],
): Generator<Finding | UnreadableFact> {
  const keys = facts.report.root?.rootKeys;
  if (!keys) {
    yield unavailableFact(ACCOUNT, summary);
    return;
  }
  for (const key of keys) {
    if (key.kind === 'notUnderstood') yield unreadableCell(ACCOUNT, key);
    else if (key.kind !== 'none') {
      yield keyFound(facts, `key ${key.slot} in the root row of the credential report is ${key.kind}`);
    }
  }
}

function keyFound(facts: CheckFacts, fact: string): Finding {
  return findingOf(facts, {
    subject: ACCOUNT,
    severity: 'critical',
    fact,
    fix: 'Move what uses the key to a role. After that, sign in as root and delete the key; in a member account, remove it centrally from the organization.',
    controls: CONTROLS.rootAccessKey,
  });
}
