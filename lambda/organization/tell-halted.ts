import * as z from 'zod';
import { messageOf } from '../errors';
import type { Audience } from '../domain/audience';
import { organizationDigestOf } from '../domain/organization/digest/digest';
import { mailText } from '../domain/organization/digest/mail-text';
import { withClosed, withDrop, withUntold } from '../domain/organization/ledger/updates';
import { organizationResult } from '../domain/organization/records';
import { ORGANIZATION_HALT_REASONS } from '../domain/organization/run-report';
import { audienceNow } from './audience';
import type { Coordinator } from './coordinator';
import type { TellAnswer } from './end';
import type { Freezing } from './freezing';
import { OrganizationHalted, orHalted } from './halted';
import { deliver, type Delivery, layDown, publish } from './mail';
import type { OrganizationLedgerSession } from './organization-ledger';
import { haltedReport } from './report';
import { logged } from './tell';

/**
 * Tells why a run was refused, and closes it: nothing but its mail was done. What fails here is in the log, and stops
 * nothing: the execution fails in any case.
 */
export async function tellHalted(
  run: Freezing,
  halted: OrganizationHalted,
  coordinator: Coordinator,
): Promise<void> {
  const { ports } = coordinator;
  const { runId, trigger, preview, only } = run.request;
  // Only the other run may write the ledger now.
  const session = halted.halt.reason === 'busy' ? undefined : run.session;
  const now = ports.clock.now();
  const audience = await audienceNow(run.settings?.policy, ports);
  const report = haltedReport(
    { runId, trigger, preview, only, halts: [halted.halt], settings: run.settings },
    session?.ledger,
    { now, executionArn: run.executionArn, audience, takenOver: session?.ledger.open?.takenOver },
    coordinator,
  );
  const end: TellAnswer = {
    status: 'halted',
    cause: `${halted.halt.reason}: ${halted.message}; ${ports.records.location(runId)}`,
  };
  const lay = () => organizationDigestOf(report);
  let delivery: Delivery;
  try {
    const result = organizationResult(report, { executionArn: run.executionArn, ...end });
    if (session) {
      // First of all the ledger: where another execution has it, this run's records are not ours any more.
      await session.add((ledger) => withUntold(ledger, runId));
      await ports.records.write(runId, 'result.json', result);
      await layDown(runId, lay, { records: ports.records, isHeard: (audience.subscribers ?? 0) > 0 });
      delivery = await sendAndClose(session, { runId, halted, audience }, coordinator);
    } else {
      const mail = lay();
      delivery = await publish(runId, mail, audience.subscribers, ports);
      // A run that had the ledger, and lost it, may go on in another attempt: its records are that one's.
      if (!run.session) {
        // The records of this run may be another execution's.
        await ports.records.writeOnce(runId, 'digest.txt', mailText(mail));
        await ports.records.writeOnce(runId, 'result.json', result);
      }
    }
  } catch (error) {
    const { subject, body } = lay();
    ports.log('ERROR', 'halt-not-told', { runId, error: messageOf(error), subject, body });
    delivery = session
      ? await publish(runId, { subject, body }, audience.subscribers, ports)
      : { kind: 'notPublished', cause: messageOf(error) };
  }
  logged(report, end, delivery, coordinator);
}

async function sendAndClose(
  session: OrganizationLedgerSession,
  {
    runId,
    halted,
    audience,
  }: { readonly runId: string; readonly halted: OrganizationHalted; readonly audience: Audience },
  { ports }: Coordinator,
): Promise<Delivery> {
  const delivery = await deliver(session, runId, audience.subscribers, ports);
  const endedAt = ports.clock.now();
  const { dropTo: accounts } = halted;
  await session.add((ledger) =>
    accounts === undefined
      ? withClosed(ledger, { runId, endedAt })
      : withDrop(ledger, { runId, endedAt, accounts }),
  );
  return delivery;
}

const Result = z.looseObject({
  executionArn: z.string(),
  status: z.string(),
  halts: z.array(
    z.looseObject({ effect: z.string(), reason: z.enum(ORGANIZATION_HALT_REASONS), message: z.string() }),
  ),
});

/** Why an attempt before, of the same execution, has refused the run: Step Functions retries a Freeze that was killed. */
export async function earlierHalt(
  run: Freezing,
  { ports: { records } }: Coordinator,
): Promise<OrganizationHalted | undefined> {
  const text = await orHalted('ledger', () => records.read(run.request.runId, 'result.json'));
  if (text === undefined) return undefined;
  const { executionArn, halts } = await orHalted(
    'ledger',
    () => Result.parse(JSON.parse(text)),
    'result.json',
  );
  const halt = halts.find(({ effect }) => effect === 'halted');
  return halt && executionArn === run.executionArn
    ? new OrganizationHalted(halt.reason, halt.message)
    : undefined;
}

/** This execution has told it before, and closed it. */
export class AlreadyTold extends Error {
  override readonly name = 'SweepHalted';
}
