import * as z from 'zod';
import { At } from '../ledger/schema';
import { sha256 } from '../sha256';
import { parseRecord, RecordError } from '../strict-record';
import { AccountNumber } from './account';

/** An SSM parameter as it was when the run began. */
const FrozenParameter = z
  .strictObject({
    name: z.string().min(1),
    version: z.int().positive(),
    text: z.string(),
    /** SHA-256 of the text, in hex. */
    sha256: z.string(),
  })
  .refine((each) => sha256(each.text) === each.sha256, {
    path: ['sha256'],
    message: 'is not that of the text',
  });

/** `settings.json`: the settings that hold for every account of one run, whatever somebody edits meanwhile. */
export const FrozenSettings = z.strictObject({
  version: z.literal(1),
  organizationId: z.string().regex(/^o-[a-z0-9]{10,32}$/),
  runId: z.string().min(1),
  at: At,
  trigger: z.enum(['scheduled', 'manual']),
  /** `{"mode":"dry-run"}`: the run changes no ledger, and its digest announces nothing. */
  preview: z.boolean(),
  /** The master switch. */
  mode: FrozenParameter,
  policy: FrozenParameter,
  organization: FrozenParameter,
  /** A run of these accounts alone. */
  only: z.array(AccountNumber).optional(),
  /** Why nobody is acted on although the master switch is `enforce`. Allot and Tell rely on it: they do not ask again. */
  heldBack: z
    .array(
      z.strictObject({ reason: z.enum(['subscribers', 'delivery', 'report-only']), message: z.string() }),
    )
    .optional(),
});
export type FrozenSettings = z.infer<typeof FrozenSettings>;

/** What was frozen cannot be understood. */
export class FrozenError extends RecordError {
  override readonly name = 'FrozenError';
}

/** @throws FrozenError */
export function parseFrozenSettings(text: string): FrozenSettings {
  return parseRecord(text, FrozenSettings, 'settings.json', FrozenError);
}

export function frozenSettingsText(settings: FrozenSettings): string {
  return `${JSON.stringify(z.encode(FrozenSettings, settings), null, 1)}\n`;
}
