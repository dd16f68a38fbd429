import type { Halt, HaltReason, Sweep } from '../sweep';
import { clean, wrap } from './text';

/** What the reader can do about a halt. */
const NEXT: Readonly<Record<HaltReason, string>> = {
  policy:
    'Correct the policy (npm run preview -- --policy FILE checks one) and put it into the policy parameter; where IAM or SSM did not answer, usually the next run succeeds.',
  mode: 'Put dry-run or enforce into the mode parameter.',
  report:
    'Usually the next run succeeds. If this comes back, look at the function and its permissions in IAM.',
  ledger:
    'Look at ledger.json and the record bucket. An unreadable ledger has older versions in the bucket: restore one.',
  'user-drop':
    'If users were really deleted, do nothing: the next run goes on. Else find out who or what is missing.',
  busy: 'Nothing, if another run is going on. If this comes back, look for a second deployment.',
  limits: 'Look at the list below. Raise limits in the policy, or set onExceed to oldest-first.',
  subscribers: 'Subscribe an address to the digest topic and confirm the mail that SNS sends it.',
  'report-only': 'Set the mode to dry-run, or deploy without reportOnly.',
  delivery: 'Look at the digest topic, its key and its policy; this text is in the log of the function.',
};

/** Why the sweep did less than it was asked to: the first thing to read. */
export function haltLines({ halts, results }: Pick<Sweep, 'halts' | 'results'>): string[] {
  const touched = results.some(({ outcome }) => outcome.kind === 'disabled' || outcome.kind === 'failed');
  return halts.flatMap((halt) => ['', ...haltLine(halt, touched)]);
}

function haltLine({ effect, reason, message }: Halt, touched: boolean): string[] {
  const what = effect === 'halted' ? 'HALTED' : 'NOT ENFORCED, ran as dry-run';
  return [
    ...wrap(`${what} (${reason}): ${clean(message, 1000)}.`, 0, 2),
    ...(touched ? [] : wrap('This run touched no credential.', 2)),
    ...wrap(NEXT[reason], 2),
  ];
}
