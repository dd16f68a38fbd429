import * as z from 'zod';
import { SEVERITIES } from '../../lambda/domain/account-checks/check';
import { HALT_REASONS } from '../../lambda/domain/halt';
import { VERDICT_KINDS } from '../../lambda/domain/evaluation/verdict';

/** A field of the output that changes its meaning raises this. New fields do not. */
export const OUTPUT_VERSION = 1;

const instant = z.iso.datetime({ precision: 0 });
const date = z.iso.date();
const number = z.int().nonnegative();

const Credential = z.object({
  user: z.string(),
  arn: z.string(),
  kind: z.enum(['password', 'accessKey']),
  credential: z.string().describe('The name in the digest: "password" or "access key created 2026-03-09"'),
  keyCreated: instant.optional().describe('When the access key was created'),
});

/** Signs of life that the evidence has, each by itself. `reference` is the latest of all. */
const Signs = z.object({
  lastUsed: instant.optional().describe('Absent if it was never used, or if that is not known'),
  lastChanged: instant.optional().describe('When the password was last set'),
  created: instant.optional().describe('When the access key was created'),
});

const REFERENCE = {
  reference: instant.describe('The latest sign of life, from which the credential ages'),
  referenceBy: z
    .enum(['lastUsed', 'lastChanged', 'lastRotated', 'created', 'restored', 'otherCredential'])
    .describe('The kind of that sign; lastRotated is the creation of an access key'),
};

const onNotice = {
  ...REFERENCE,
  maxUnusedDays: number,
  actOn: date.describe('The first day on which it may be disabled'),
};
const Verdict = z.discriminatedUnion('verdict', [
  z.object({ verdict: z.literal('inUse'), ...REFERENCE }),
  z.object({ verdict: z.literal('due'), ...onNotice }),
  z.object({ verdict: z.literal('stale'), ...onNotice }),
  z.object({ verdict: z.literal('exempt'), reference: instant, exemption: z.string() }),
  z.object({ verdict: z.literal('held'), cause: z.string() }),
  z.object({ verdict: z.literal('unclear'), cause: z.string() }),
]);

/** Verdicts of iam-lapse and of CIS's letter may differ, in both directions. */
const Strict = z.object({
  strictCis: z
    .enum(['pass', 'fail', 'unknown'])
    .describe(
      "What CIS's audit says by its letter: it counts from the last use alone, by the benchmark's days",
    ),
});

const Subject = z
  .object({ kind: z.enum(['account', 'user']), name: z.string().optional() })
  .describe('name: the user name; absent for the account');

const AccountCheck = z.object({
  id: z.string().describe('The key in the policy\'s "checks"'),
  title: z.string(),
  status: z
    .enum(['compliant', 'failing', 'unreadable', 'notAsked'])
    .describe('unreadable: its facts could not be read; notAsked: it had nothing to look at'),
  severity: z.enum(SEVERITIES).nullable().describe('The highest of its findings'),
  controls: z.array(z.string()).describe('The control ids of its findings'),
  findings: z.array(
    z.object({
      subject: Subject,
      severity: z.enum(SEVERITIES),
      controls: z.array(z.string()),
      fact: z.string(),
      fix: z.string(),
      commands: z.array(z.string()).describe('What the fix speaks of, for a POSIX shell'),
      resources: z.array(z.string()).describe('The ARN of the subject, if it is known'),
    }),
  ),
  unreadable: z.array(z.object({ subject: Subject, cause: z.string() })),
});

const OUTCOME_KINDS = ['disabled', 'wouldDisable', 'alreadyAbsent', 'refused', 'deferred', 'failed'] as const;

/** What `preview --json` prints (docs/design.md §3.5). preview.schema.json is generated from it. */
export const PreviewOutput = z.object({
  version: z.literal(OUTPUT_VERSION),
  source: z.object({
    kind: z.enum(['sample', 'file', 'live']),
    file: z.string().optional().describe('The file as it was given; only with kind "file"'),
    newestDate: instant
      .nullable()
      .describe('The latest date in the credential report; null if there is none'),
  }),
  accountId: z.string().regex(/^\d{12}$/),
  now: instant.describe('The instant as of which the account was judged'),
  policySha256: z.string().optional().describe('Absent if the policy could not be read'),
  notes: z.array(z.string()).describe('What a preview cannot know, as sentences for people'),
  halts: z
    .array(
      z.object({
        effect: z.enum(['halted', 'ranAsDryRun']),
        reason: z.enum(HALT_REASONS),
        message: z.string(),
        cause: z.looseObject({ kind: z.string() }).optional(),
      }),
    )
    .optional()
    .describe('Present if the run halted'),
  counts: z.record(z.enum([...VERDICT_KINDS, ...OUTCOME_KINDS]), number),
  credentials: z.array(z.intersection(z.intersection(Credential, Signs), z.intersection(Verdict, Strict))),
  accountChecks: z.array(AccountCheck).nullable().describe('null if the run stopped before the checks'),
  forecast: z
    .array(
      z.object({
        date,
        announced: z.array(Credential),
        disabled: z.array(Credential),
        waiting: number.describe('Credentials over the limit of that day'),
      }),
    )
    .optional()
    .describe('Present with --days'),
});
export type PreviewOutput = z.infer<typeof PreviewOutput>;
