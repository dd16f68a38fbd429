import { setTimeout as sleep } from 'node:timers/promises';
import type { Instant } from '../../../lambda/domain/instant';
import { type Ledger, ledgerText } from '../../../lambda/domain/ledger/schema';
import type { Clock, DigestTopic, PasswordEventSource, Ports } from '../../../lambda/ports';
import type { RecordStore } from '../../../lambda/record-store';
import type { PolicyRead } from '../policy-source';

// A preview notifies nobody and stores nothing. These ports replace the parts of a deployed stack.

export const NO_TOPIC: DigestTopic = {
  subscriptions: async () => [],
  reception: async () => 'unreadable',
  publish: async () => {},
};

/** Events are asked for before a write alone. So a preview needs no permission for them. */
export const NO_PASSWORD_EVENTS: PasswordEventSource = {
  since: async () => ({ kind: 'unreadable', cause: 'a preview disables nothing' }),
};

/** Reads return the given ledger; writes are dropped. */
export function recordsInMemory(ledger: Ledger): RecordStore {
  const stored = { text: ledgerText(ledger), etag: '' };
  return {
    location: () => '',
    consoleUrl: () => undefined,
    readLedger: async () => stored,
    firstRun: async () => undefined,
    ledgerPlace: { bucket: '', key: '', accountId: ledger.accountId },
    writeLedger: async (text) => ({ text, etag: '' }),
    write: async () => {},
    read: async () => undefined,
    // What a lock came to, a preview shows as it shows any credential that is off.
    listLocks: async () => [],
    readLock: async () => '',
  };
}

/** The policy that was read already, in mode dry-run. */
export function settingsInMemory({ text, sha256, version = 0 }: PolicyRead): Ports['settings'] {
  return {
    read: async () => ({
      mode: { name: 'mode', value: 'dry-run' },
      policy: { name: 'policy', value: { text, sha256, version } },
    }),
  };
}

/** `now` stands still, so that everything is judged as of one instant. Waiting for IAM takes real time. */
export function clockAt(now: Instant): Clock {
  return {
    now: () => now,
    elapsed: () => performance.now(),
    remaining: () => Infinity,
    sleep: (ms) => sleep(ms),
  };
}
