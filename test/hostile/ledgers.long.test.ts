import { type Ledger, ledgerText, LedgerError, parseLedger } from '../../lambda/domain/ledger/schema';
import { aLedger } from '../lambda/domain/ledger/a-ledger';
import { changed, FULL, TEXT } from '../lambda/domain/ledger/full-ledger';
import { ACCOUNT } from '../support/builders';
import { fc, runs } from '../support/runs';

// What may be read as the ledger, and that every ledger is read as it was written.

const parsed = (text: string) => parseLedger(text, ACCOUNT.id);

/** `understood`, or how it was refused; what else is thrown is thrown on. */
function answerTo(text: string): string {
  try {
    parsed(text);
    return 'understood';
  } catch (error) {
    if (error instanceof LedgerError) return `${error.name}: ${error.message}`;
    throw error;
  }
}

it('a ledger cut short at whatever byte is refused', () => {
  const bytes = Buffer.from(TEXT.trimEnd());
  const understood = Array.from(bytes.keys(), (length) => bytes.subarray(0, length).toString()).filter(
    (text) => answerTo(text) === 'understood',
  );
  expect(understood).toEqual([]);
});

describe('whatever the text', () => {
  /** FULL with a piece of it replaced by anything, perhaps by another piece of it. */
  const piece = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 5 }),
    fc.constantFrom('"', '}', '0', ',', 'null', '2', ''),
    fc.tuple(fc.nat(TEXT.length), fc.nat(40)).map(([at, length]) => TEXT.slice(at, at + length)),
  );
  const damaged = fc
    .tuple(fc.nat(TEXT.length), fc.nat(20), piece)
    .map(([at, length, by]) => TEXT.slice(0, at) + by + TEXT.slice(at + length));
  const anything = fc.oneof(
    { weight: 4, arbitrary: damaged },
    fc.string({ unit: 'binary' }),
    fc.json(),
    fc.dictionary(fc.constantFrom(...Object.keys(FULL)), fc.jsonValue()).map(changed),
  );

  it('is understood or refused by name, on one line', () => {
    const answers = new Set<string>();
    fc.assert(
      fc.property(anything, (text) => {
        const answer = answerTo(text);
        answers.add(answer.replace(/:.*/s, ''));
        expect(answer).toMatch(/^(understood|LedgerError: [^\r\n]+)$/);
      }),
      { numRuns: runs(250) },
    );
    // Or it would have shown one half only.
    expect([...answers].toSorted()).toEqual(['LedgerError', 'understood']);
  });

  it('what is understood is written and read again as the same', () => {
    fc.assert(
      fc.property(damaged, (text) => {
        fc.pre(answerTo(text) === 'understood');
        expect(parsed(ledgerText(parsed(text)))).toEqual(parsed(text));
      }),
      { numRuns: runs(30) },
    );
  });
});

it('any ledger comes back as it was', () => {
  const at = fc.integer({ min: 0, max: Date.UTC(2100, 0) });
  const entry = fc.record(
    {
      announcedAt: at,
      announcedReference: at,
      disabledAt: at,
      unproven: fc.constant(true as const),
      confirmedAt: at,
      restoredAt: at,
      timesRestored: fc.nat(9),
      passedOverAt: at,
      vanishedAt: at,
      keyId: fc.string({ unit: 'binary' }),
    },
    { requiredKeys: [] },
  );
  const id = fc.string({ unit: 'grapheme' }).map((name) => `arn:aws:iam::123456789012:user/${name}/password`);
  fc.assert(
    fc.property(
      fc.dictionary(id, entry),
      fc.string({ unit: 'grapheme' }),
      fc.dictionary(id, at),
      (credentials, body, announces) => {
        const ledger: Ledger = {
          ...aLedger({ ...credentials }),
          pendingDigest: { runId: 'r', subject: body, body, announces: { ...announces } },
        };
        expect(parsed(ledgerText(ledger))).toEqual(ledger);
      },
    ),
    { numRuns: runs(30) },
  );
});
