import * as fc from 'fast-check';
import { PolicyError, parsePolicy } from '../../../lambda/domain/policy/parse';
import { parseCredentialReport, ReportError } from '../../../lambda/domain/report/parse';
import {
  ACCOUNT,
  aKey,
  anEvaluation,
  aPassword,
  aPolicy,
  aReport,
  aReportRow,
  daysAgo,
  NOW,
  policyText,
} from '../../support/builders';

// Properties of whatever may arrive, tried with fast-check.

/** `text` with a piece of it replaced by anything. */
const damaged = (text: string) =>
  fc
    .tuple(fc.nat(text.length), fc.nat(20), fc.oneof(fc.string({ unit: 'binary' }), fc.constant('"')))
    .map(([start, length, piece]) => text.slice(0, start) + piece + text.slice(start + length));

/** `understood`, or how it was refused. */
function answerTo(action: () => unknown): string {
  try {
    action();
    return 'understood';
  } catch (error) {
    if (error instanceof PolicyError || error instanceof ReportError)
      return `${error.name}: ${error.message}`;
    throw error;
  }
}

describe('whatever the text, it is understood or refused by name, on one line', () => {
  const anyPolicy = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.json(),
    damaged(policyText()),
    fc.dictionary(fc.constantFrom(...Object.keys(aPolicy())), fc.jsonValue()).map(policyText),
  );
  const anyReport = fc.oneof(
    fc.uint8Array(),
    fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
    damaged(Buffer.from(aReport([aReportRow(aPassword())])).toString()).map((text) => Buffer.from(text)),
  );

  it('a policy', () => {
    fc.assert(
      fc.property(anyPolicy, (text) => {
        expect(answerTo(() => parsePolicy(text, NOW))).toMatch(/^(understood|PolicyError: [^\r\n]+)$/);
      }),
      { numRuns: 2000 },
    );
  });

  it('a credential report', () => {
    fc.assert(
      fc.property(anyReport, (content) => {
        const answer = answerTo(() => parseCredentialReport(content, NOW, ACCOUNT));
        expect(answer).toMatch(/^(understood|ReportError: [^\r\n]+)$/);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('whatever stands in its date columns, a credential is stale by dates and sentinels alone', () => {
  /** Written by hand, so that the parser's own idea of a date does not judge itself. */
  const good =
    /^(N\/A|no_information|20\d\d-(0[1-9]|1[0-2])-([0-2]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(Z|\+00:00))$/;
  const date = fc.nat(3000).map((days) => `${new Date(daysAgo(days)).toISOString().slice(0, 19)}Z`);
  const placeholders = ['', 'not_supported', '1970-01-01T00:00:00Z', '2026-02-30T00:00:00Z'];
  const token = fc.oneof(
    { weight: 8, arbitrary: date },
    { weight: 2, arbitrary: fc.constantFrom('N/A', 'no_information') },
    { weight: 1, arbitrary: fc.constantFrom(...placeholders) },
    { weight: 1, arbitrary: damaged('2025-03-04T05:06:07Z') },
    { weight: 1, arbitrary: fc.string() },
  );
  const isGood = (text: string) => good.test(text) && !text.startsWith('2026-02-30');

  it('its own, those of the other credential under judge: user, and the creation of its user', () => {
    let found = 0;
    fc.assert(
      fc.property(
        fc.record({ used: token, set: token }),
        fc.record({ used: token, set: token }),
        token,
        fc.constantFrom<('credential' | 'user')[]>('credential', 'user'),
        (password, key, created, judge) => {
          const row = aReportRow({
            user_creation_time: created,
            ...aPassword({ lastUsed: password.used, lastChanged: password.set }),
            ...aKey(1, { lastUsed: key.used, lastRotated: key.set }),
          });
          const stale = anEvaluation([row], { policy: aPolicy({ judge }) }).judged.filter(
            ({ verdict }) => verdict.kind === 'stale',
          );
          found += stale.length;
          const restOn = stale.flatMap(({ credential }) => {
            if (judge === 'user') return [password.used, password.set, key.used, key.set, created];
            const own = credential.kind === 'password' ? password : key;
            return [own.used, own.set, created];
          });
          expect(restOn.filter((text) => !isGood(text))).toEqual([]);
        },
      ),
      { numRuns: 3000 },
    );
    // Or it would have shown nothing.
    expect(found).toBeGreaterThan(500);
  });
});
