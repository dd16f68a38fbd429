import { Halted } from '../halted';
import type { LedgerSession } from '../ledger-session';
import { messageOf } from '../message-of';
import { type Ports, RecordExists } from '../ports';
import { planRecord } from '../domain/record/record';
import { act, disable, wouldDisable } from './act';
import type { Course, Draft } from './course';
import type { Judgement, Seen } from './inspect';
import { openRun } from './takeover';

/** Makes the plan durable, takes the mutex, and does what was planned. @throws Halted */
export async function openAndAct(
  course: Course,
  session: LedgerSession,
  judgement: Judgement,
  actions: readonly Seen[],
): Promise<'already-ran' | 'done'> {
  const { draft, invocation, ports } = course;
  const { writer } = ports;
  const enforcing = draft.mode === 'enforce' && writer !== undefined;
  if (!(await keepPlan(planRecord(draft, actions), draft, ports))) return 'already-ran';
  // Dry-run takes the same mutex; nothing that it plans may have been done.
  if (course.session) {
    const opened = await openRun(session, invocation, enforcing ? actions : [], draft.now);
    if (opened === 'already-ran') return opened;
    course.owner = true;
  }
  const executor = enforcing ? disable(writer, ports) : wouldDisable;
  course.acting = true;
  draft.results = [...draft.results, ...(await act(actions, executor, judgement, ports))];
  course.acting = false;
  return 'done';
}

/** Durable before the first write. @returns false when another delivery of this event has made its own */
async function keepPlan(text: string, { runId }: Draft, { records }: Ports): Promise<boolean> {
  try {
    await records.write(runId, 'plan.json', text, 'nothing');
    return true;
  } catch (error) {
    if (error instanceof RecordExists) return false;
    throw new Halted('ledger', `plan.json could not be written: ${messageOf(error)}`, { cause: error });
  }
}
