import type { FakeAws } from '../../support/fake-aws';
import { storedLedger } from '../../support/stored';
import { done, reported, toBeReported, withStaleDone } from '../../support/reported';
import type { Cell, Sequel } from './cell';

// The laws that hold whatever goes wrong. Each function names those that were broken; none is what a test wants.

/** After the run in which something went wrong. */
export function brokenLaws({ deployment: { account, aws }, users, struck, outcome }: Cell): string[] {
  const broken: string[] = [];
  if (struck === 0) broken.push('nothing went wrong');
  if (differs(account.users, withStaleDone(users, account))) broken.push('a wrong credential was changed');
  const known = [...reported(account), ...toBeReported(account)];
  for (const write of done(account)) if (!known.includes(write)) broken.push(`${write} is not reported`);
  if (!plannedBeforeWritten(aws)) broken.push('a write came before its plan was durable');
  if (!/^(completed|ActionsFailed|SweepHalted: [a-z-]+)$/.test(outcome.ended))
    broken.push(`it ended by ${outcome.ended}`);
  return broken;
}

/** After the run that followed. */
export function notMadeGood(
  { deployment: { account }, users }: Cell,
  { run, before, writes }: Sequel,
): string[] {
  const broken: string[] = [];
  if (run.ended !== 'completed') broken.push(`it ended by ${run.ended}`);
  if (differs(account.users, withStaleDone(users, account))) broken.push('a wrong credential was changed');
  const { held = 0 } = run.counts;
  if (done(account).length + held < staleOf(users)) broken.push('something stale is left');
  for (const write of done(account))
    if (!reported(account).includes(write)) broken.push(`${write} is not reported`);
  const again = writes.filter((write) => before.includes(write));
  if (again.length > 0) broken.push(`done again: ${again.join(', ')}`);
  const { open, pendingDigest, credentials } = storedLedger(account);
  if (open ?? pendingDigest) broken.push('the ledger is not closed');
  const restored = Object.values(credentials).filter(({ restoredAt }) => restoredAt !== undefined);
  if (restored.length > held) broken.push('what nobody brought back is called restored');
  return broken;
}

function differs(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) !== JSON.stringify(other);
}

function staleOf(users: Cell['users']): number {
  return users.some(({ name }) => name === 'bob') ? 3 : 2;
}

/** "The plan is durable before the first write", and so is the ledger that holds it open. */
function plannedBeforeWritten({ calls, writes }: FakeAws): boolean {
  const [first] = writes();
  if (!first) return true;
  const before = calls
    .slice(0, calls.indexOf(first))
    .filter(({ action, applied }) => action === 'PutObject' && applied);
  return ['plan.json', 'ledger.json'].every((name) =>
    before.some(({ params }) => params['Key']?.endsWith(name)),
  );
}
