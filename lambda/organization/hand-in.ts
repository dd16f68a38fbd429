import { Halted, messageOf } from '../errors';
import type { Ports } from '../ports';
import type { IfExists } from '../record-store';
import { type Digest, digestOf, digestText } from '../domain/digest/digest';
import { exemptionsIn, type ToldToAccount, withHandedIn } from '../domain/ledger/untold';
import type { Ledger, UntoldRun } from '../domain/ledger/schema';
import { withExempt } from '../domain/ledger/updates';
import type { Answer, AnswerItem } from '../domain/organization/answer';
import type { ActItem } from '../domain/organization/act';
import { answerOf } from '../domain/organization/answer-of';
import type { Halt } from '../domain/halt';
import { commitResults } from '../sweep/commit-results';
import { announcedIn, withFindings } from '../sweep/pending-digest';
import type { DigestOutlet } from '../sweep/digest-outlet';
import { addHalt, type RunContext } from '../sweep/run';
import { settleUntold } from '../sweep/settle-untold';
import { callMetrics } from '../sweep/summary';
import { writeRecord } from '../sweep/write-record';

/**
 * How an account's run hands in its digest. The organization's one mail tells it, and a `told.json` in the account's
 * folder says so afterwards (docs/design.md §9.7).
 */
export interface HandIn {
  /** What the mail of the organization's run `runId` told of this account; undefined: it is not known to be out. @throws */
  told(runId: string): Promise<ToldToAccount | undefined>;
  /** The entries of this account's answer of an earlier run; undefined: there is no answer. @throws */
  entriesOf(runId: string): Promise<readonly AnswerItem[] | undefined>;
  /** Replaces an answer of the same run. @throws */
  write(answer: Answer): Promise<void>;
}

/** @param barrier why the account acts on nobody although its mode is `enforce` */
export function handInOutlet(handIn: HandIn, barrier: ActItem['barrier']): DigestOutlet {
  return {
    prepare: async (run, session) => {
      const { pendingDigest: pending } = session.ledger;
      if (pending) {
        throw new Halted(
          'ledger',
          `the ledger comes from a deployment of its own, which has not delivered the digest of its run ${pending.runId} yet: let that deliver it, and copy the ledger then`,
        );
      }
      await settleUntold(session, (runId) => handIn.told(runId), run.ports);
      return { unmet: barrier === undefined ? [] : [unmetBy(barrier)], lateDigestRunId: undefined };
    },
    tell: async (run, ifExists) => {
      // The ledger and the records stay as they are. Act answers once more.
      if (run.phase === 'waiting') await answer(run, handIn, { waits: true });
      else await handInDigest(run, handIn, ifExists);
    },
  };
}

const BARRIERS: Readonly<Record<NonNullable<ActItem['barrier']>, string>> = {
  mode: 'the master switch is not enforce any more',
  coverage: 'too many accounts of the organization were not covered',
  subscribers: "nobody receives the organization's digest",
  delivery: 'an earlier digest of the organization still cannot be published',
  limits: "more credentials would be disabled than the organization's limits allow, and they say to stop",
  changed: 'its state, its OU or its mode has changed since the run began',
};

function unmetBy(barrier: NonNullable<ActItem['barrier']>): Halt {
  return { effect: 'ranAsDryRun', reason: 'organization', message: BARRIERS[barrier] };
}

/**
 * The answer stands before the ledger says that the digest is handed in: if the run is killed in between, the answer is
 * told, and the next run answers with it once more.
 */
async function handInDigest(run: RunContext, handIn: HandIn, ifExists: IfExists): Promise<void> {
  const { session, report } = run;
  const digest = digestOf(report);
  const answered = await answer(run, handIn, { waits: false });
  if (session) {
    const { halts } = run.report;
    await commitResults(run, session, { isWhole: answered, change: handedIn(run, digest) });
    // The answer has to say that the ledger could not be written.
    if (answered && run.report.halts !== halts) await answer(run, handIn, { waits: false });
  }
  const delivery = answered
    ? ({ kind: 'handedIn' } as const)
    : ({ kind: 'notPublished', cause: 'its answer could not be written' } as const);
  await writeRecord(run, 'digest.txt', digestText(digest, delivery), ifExists);
}

function handedIn(run: RunContext, digest: Digest): (ledger: Ledger) => Ledger {
  const { report, judged } = run;
  return (ledger) => {
    const judgedNow = report.evaluated && judged;
    const exempt = report.evaluated ? withExempt(ledger, report.evaluated.evaluation.judged) : ledger;
    const untold: UntoldRun = {
      runId: report.runId,
      announces: announcedIn(digest, report),
      ...(judgedNow ? { judged: withFindings(judgedNow, report, ledger.lastRun?.judged) } : {}),
      exemptions: exemptionsIn(exempt),
    };
    return withHandedIn(ledger, untold);
  };
}

/** @returns whether the answer stands */
async function answer(
  run: RunContext,
  handIn: HandIn,
  { waits }: { readonly waits: boolean },
): Promise<boolean> {
  const { report, ports, plan } = run;
  const { clock, log, iamCalls } = ports;
  try {
    await handIn.write(
      answerOf(report, {
        at: clock.now(),
        planned: plan ?? [],
        waits,
        untold: await entriesOfUntold(run, handIn),
        // A preview looks nothing up, however far it comes.
        caughtUp: run.phase !== 'reading' && !report.preview,
        durationMs: Math.max(0, clock.now() - report.now),
        iamCalls: callMetrics(iamCalls()).iamCalls,
      }),
    );
    return true;
  } catch (error) {
    const message = `the answer could not be written: ${messageOf(error)}`;
    addHalt(run, new Halted('delivery', message, { cause: error }).halt);
    // "Nothing that was done stays unreported" (docs/design.md §1, law 4): the log gets the whole digest.
    const { subject, body } = digestOf(run.report);
    log('ERROR', 'digest-not-handed-in', { runId: report.runId, error: message, subject, body });
    return false;
  }
}

/** Repeated in every answer until a mail has told them. */
async function entriesOfUntold({ session, ports }: RunContext, handIn: HandIn): Promise<Answer['untold']> {
  const all: Answer['untold'] = [];
  for (const { runId } of session?.ledger.untold ?? []) {
    all.push({ runId, items: [...(await entriesOf(runId, handIn, ports))] });
  }
  return all;
}

async function entriesOf(
  runId: string,
  handIn: HandIn,
  { records, log }: Pick<Ports, 'records' | 'log'>,
): Promise<readonly AnswerItem[]> {
  try {
    const entries = await handIn.entriesOf(runId);
    if (entries) return entries;
  } catch (error) {
    log('WARN', 'answer-unreadable', { runId, error: messageOf(error) });
  }
  // Nothing that was done may drop out of sight: the mail names the record instead.
  const lines = [`What run ${runId} did is not known here. Read its record:`, records.location(runId)];
  return [{ section: 'reconciled', lines: lines.map((line) => line.slice(0, 256)) }];
}
