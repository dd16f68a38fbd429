import * as z from 'zod';
import type { Target } from '../../lambda/domain/remediation/confirm';

// What stands in the bucket, as far as the laws ask about it; the format is that of docs/design.md §3.7 and §5.8, and read here a second time.

const Action = z.looseObject({ arn: z.string(), credential: z.string(), keyId: z.string().nullable() });
const PlanRecord = z.object({ actions: z.array(Action) });
const About = z.array(z.looseObject({ user: z.string().nullable() }));
const Hygiene = z.array(z.looseObject({ id: z.string(), findings: About, unreadable: About }));
const ResultRecord = z.object({
  preview: z.boolean().optional(),
  halts: z.array(z.object({ reason: z.string() })).default([]),
  counts: z.record(z.string(), z.number()),
  outcomes: z.array(Action.extend({ outcome: z.string() })),
  hygiene: Hygiene.nullable(),
});
const Planned = z.object({ userArn: z.string(), kind: z.string(), keyId: z.string().optional() });
const RunOf = z.object({ runId: z.string() });
const StoredLedger = z.object({
  open: RunOf.extend({ planned: z.array(Planned) }).nullable(),
  lastRun: RunOf.extend({ users: z.number().optional() }).nullable(),
});

export function planIn(text: string | undefined): z.infer<typeof PlanRecord> {
  return text === undefined ? { actions: [] } : PlanRecord.parse(JSON.parse(text));
}

export function resultIn(text: string | undefined): z.infer<typeof ResultRecord> {
  return text === undefined
    ? { halts: [], counts: {}, outcomes: [], hygiene: null }
    : ResultRecord.parse(JSON.parse(text));
}

export function ledgerIn(text: string | undefined): z.infer<typeof StoredLedger> {
  return text === undefined ? { open: null, lastRun: null } : StoredLedger.parse(JSON.parse(text));
}

/** Whether an action of a record is the one on this target. */
export function isOn({ arn, credential, keyId }: z.infer<typeof Action>, target: Target): boolean {
  return (
    arn === target.user.arn &&
    credential === target.kind &&
    (target.kind === 'password' || keyId === target.keyId)
  );
}
