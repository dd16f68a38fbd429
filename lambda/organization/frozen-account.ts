import * as z from 'zod';
import type { Instant } from '../domain/instant';
import { ActItem } from '../domain/organization/act';
import {
  FrozenError,
  type FrozenSettings,
  parseFrozenSettings,
} from '../domain/organization/frozen-settings';
import { RosterItem } from '../domain/organization/roster';
import type { Mode } from '../domain/settings';
import type { Settings } from '../ports';
import type { OrganizationRecords, Pin } from './ports';

/** A run, by the versions that the execution's state carries. */
export interface PinnedRun {
  readonly runId: string;
  readonly settings: Pin;
  readonly roster: Pin;
  /** In Act alone. */
  readonly act?: Pin | undefined;
}

/** What a run decided about one account before anybody looked at it. The event brings nothing of it. */
export interface FrozenAccount {
  readonly organizationId: string;
  /** When the settings were read. */
  readonly frozenAt: Instant;
  readonly trigger: FrozenSettings['trigger'];
  readonly preview: boolean;
  /** For the sweep; the mode is the account's own. */
  readonly settings: Settings;
  readonly mode: Mode;
  readonly item: RosterItem;
  /** In Act alone. */
  readonly act: ActItem | undefined;
}

/**
 * Reads the pinned records, and nothing but them.
 *
 * @throws PinBroken; FrozenError if the account is not one of the run's, or a record is not of this run
 */
export async function readFrozenAccount(
  records: Pick<OrganizationRecords, 'readPinned'>,
  run: PinnedRun,
  accountId: string,
): Promise<FrozenAccount> {
  const { runId } = run;
  const [settingsText, rosterText, actText] = await Promise.all([
    records.readPinned(runId, 'settings.json', run.settings),
    records.readPinned(runId, 'roster.json', run.roster),
    run.act && records.readPinned(runId, 'act.json', run.act),
  ]);
  const frozen = parseFrozenSettings(settingsText);
  const item = itemOf(RosterItem, { name: 'roster.json', text: rosterText, accountId });
  const act =
    actText === undefined ? undefined : itemOf(ActItem, { name: 'act.json', text: actText, accountId });
  for (const record of [frozen, item, ...(act ? [act] : [])]) {
    if (record.runId !== runId)
      throw new FrozenError(`a record of run ${runId} is that of run ${record.runId}`);
  }
  // Freeze has done so already. Where the two differ, the account does less.
  const mayEnforce = frozen.mode.text === 'enforce' && !frozen.preview && frozen.heldBack === undefined;
  const mode = mayEnforce ? item.mode : 'dry-run';
  const { name, version, text, sha256 } = frozen.policy;
  return {
    organizationId: frozen.organizationId,
    frozenAt: frozen.at,
    trigger: frozen.trigger,
    preview: frozen.preview,
    settings: {
      mode: { name: frozen.mode.name, value: mode },
      policy: { name, value: { text, version, sha256 } },
    },
    mode,
    item,
    act,
  };
}

const Items = z.array(z.looseObject({ id: z.string() }));

/** The account's one item. Only this one is checked: the list may have 10,000, and its hash is pinned. */
function itemOf<Item>(
  schema: z.ZodType<Item>,
  { name, text, accountId }: { readonly name: string; readonly text: string; readonly accountId: string },
): Item {
  let found: unknown[];
  try {
    found = Items.parse(JSON.parse(text)).filter(({ id }) => id === accountId);
  } catch (cause) {
    throw new FrozenError(`${name} is not a list of accounts`, { cause });
  }
  if (found.length !== 1) throw new FrozenError(`${name} has account ${accountId} ${found.length} times`);
  const parsed = schema.safeParse(found[0]);
  if (parsed.success) return parsed.data;
  throw new FrozenError(`${name}: the item of account ${accountId} is not understood`, {
    cause: parsed.error,
  });
}
