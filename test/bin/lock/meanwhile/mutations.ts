import type * as Guard from '../../../../bin/lock/guarded-writer';
import type * as Options from '../../../../bin/lock/options';
import type * as Plan from '../../../../bin/lock/plan';
import type * as Record from '../../../../bin/lock/record';
import type * as Records from '../../../../bin/lock/records';
import type * as TakeAway from '../../../../bin/lock/take-away';
import { inLock, type LockMutation } from './mutated';
import type { Scene } from './scene';

/** What is wrong with the lock, and which law finds it. */
export interface SeededInLock {
  readonly law: string;
  readonly what: string;
  readonly mutation: LockMutation;
  /** Makes scenes that show it, where chance would take long. */
  readonly narrowed?: (scene: Scene) => Scene;
}

const hostileName = (scene: Scene): Scene => ({
  ...scene,
  yes: true,
  typed: 'hostile' in scene.typed ? scene.typed : { hostile: scene.typed.user * 5 + scene.users.length },
});
/** The attacker enables the keys again and takes another name. */
const enabledAndRenamed = (scene: Scene): Scene => ({
  ...scene,
  yes: true,
  typed: { user: 0 },
  deeds: scene.deeds.flatMap(({ atCall }) => [
    { atCall, deed: 'keysEnabled' },
    { atCall, deed: 'renamed' },
  ]),
});

/** What is typed is changed before it is read. */
const typedAs = (change: (text: string) => string): LockMutation =>
  inLock<typeof Options>('options', (actual) => ({
    parseOptions: (args) => actual.parseOptions(args.map(change)),
  }));

const LOCKED_ALL = { kind: 'read', targets: [] } as const;

export const SEEDED_IN_LOCK: readonly SeededInLock[] = [
  {
    law: 'never a write on another user',
    what: 'nobody looks before a write',
    mutation: inLock<typeof Guard>('guarded-writer', (actual) => ({
      GuardedWriter: class extends actual.GuardedWriter {
        constructor(...parts: ConstructorParameters<typeof actual.GuardedWriter>) {
          super(...parts);
          const [writer] = parts;
          this.disable = (target) => writer.disable(target);
        }
      },
    })),
  },
  {
    law: 'never a write on another user',
    what: 'the name alone tells who it is',
    mutation: inLock<typeof Plan>('plan', () => ({
      isUserOf: ({ user }, { identity }) => user.name === identity.name,
    })),
  },
  {
    law: 'never a write on another user',
    what: 'the unique id is not compared',
    mutation: inLock<typeof Plan>('plan', (actual) => ({
      isUserOf: (plan, found) => actual.isUserOf(plan, { ...found, userId: plan.userId }),
    })),
  },
  {
    law: 'never a write on another user',
    what: 'a name in another case is good enough',
    mutation: inLock<typeof Plan>('plan', (actual) => ({
      planLock: async (name, reader) => {
        const found = await reader.user(name);
        return actual.planLock(found === 'gone' ? name : found.identity.name, reader);
      },
    })),
  },
  {
    law: 'never a write on another user',
    what: 'of a path or an ARN, the end is taken for the name',
    mutation: typedAs((text) => text.slice(text.lastIndexOf('/') + 1)),
  },
  {
    law: 'never a write on another user',
    what: 'blanks around a name are dropped',
    mutation: typedAs((text) => text.trim()),
    narrowed: hostileName,
  },
  {
    law: 'nothing without --yes',
    what: 'the plan is carried out at once',
    mutation: inLock<typeof Options>('options', (actual) => ({
      parseOptions: (args) => ({ ...actual.parseOptions(args), yes: true }),
    })),
  },
  {
    law: 'a name that no user has locks nobody',
    what: 'of a list, the first is taken',
    mutation: typedAs((text) => text.split(/[,;|&%]/, 1)[0] ?? ''),
    narrowed: hostileName,
  },
  {
    law: 'each write stands in a durable plan first',
    what: 'the plan is written with the result',
    mutation: inLock<typeof Records>('records', (actual) => ({
      recordsInBucket: (...where) => {
        const records = actual.recordsInBucket(...where);
        let plan = '';
        return {
          ...records,
          write: async (name, body) => {
            if (name === 'plan.json') plan = body;
            else await records.write('plan.json', plan);
          },
        };
      },
    })),
  },
  {
    law: 'each write stands in a durable plan first',
    what: 'the plan has only the first credential',
    mutation: inLock<typeof Record>('record', (actual) => ({
      planRecord: (order) =>
        actual.planRecord({ ...order, plan: { ...order.plan, targets: order.plan.targets.slice(0, 1) } }),
    })),
  },
  {
    law: 'it says LOCKED only of a user of whom nothing works',
    what: 'nobody looks afterwards',
    mutation: inLock<typeof TakeAway>('take-away', () => ({ stillActive: async () => LOCKED_ALL })),
  },
  {
    law: 'its exit code is documented, and 1 and 2 say that nothing was locked',
    what: 'a last look that fails ends it',
    mutation: inLock<typeof TakeAway>('take-away', (actual) => ({
      stillActive: async (...of) => {
        const left = await actual.stillActive(...of);
        if (left.kind !== 'read') throw new Error(left.cause);
        return left;
      },
    })),
  },
  {
    law: 'it says LOCKED only of a user of whom nothing works',
    what: 'a user without that name is taken for one who is gone',
    mutation: inLock<typeof TakeAway>('take-away', (actual) => ({
      stillActive: async (...of) => {
        const left = await actual.stillActive(...of);
        return left.kind === 'elsewhere' ? LOCKED_ALL : left;
      },
    })),
    narrowed: enabledAndRenamed,
  },
];
