import * as z from 'zod';
import type { Lived } from './lived';

/** A law takes what happened, and says in which ways it was broken. */
export interface LockLaw {
  readonly name: string;
  readonly broken: (lived: Lived) => readonly string[];
}

const neverAnotherUser: LockLaw = {
  name: 'never a write on another user',
  broken: ({ writes, chosen, typed }) =>
    writes.flatMap(({ action, hit }) => {
      if (hit === undefined) return [];
      const { name, userId } = hit;
      if (userId !== chosen?.userId)
        return [`${action} hit ${name} ${userId}, and ${chosen?.userId} was meant`];
      return name === typed ? [] : [`${action} hit ${name}, and ${JSON.stringify(typed)} was typed`];
    }),
};

const nothingWithoutYes: LockLaw = {
  name: 'nothing without --yes',
  broken: ({ scene, writes, records, published }) => [
    ...(scene.yes || writes.length === 0 ? [] : [`${writes.length} writes without --yes`]),
    ...(scene.yes || records.length === 0 ? [] : ['records without --yes']),
    ...(scene.yes || published.length === 0 ? [] : ['a mail without --yes']),
  ],
};

const noOtherName: LockLaw = {
  name: 'a name that no user has locks nobody',
  broken: ({ scene, ended, writes, calls, typed }) => {
    if (!('hostile' in scene.typed) || scene.users.some(({ name }) => name === typed)) return [];
    return [
      ...(ended.code === 0 ? [`${JSON.stringify(typed)} ended with 0`] : []),
      ...(writes.length === 0 ? [] : [`${JSON.stringify(typed)}: ${writes.length} writes`]),
      ...(calls.includes('PutObject') ? [`${JSON.stringify(typed)} was recorded`] : []),
      // The complaint is one line of plain text, whatever was typed.
      ...(/^[^\n]+\n$/.test(ended.stderr) && !/\p{C}/u.test(ended.stderr.trimEnd())
        ? []
        : [`complained ${JSON.stringify(ended.stderr)}`]),
    ];
  },
};

const Plan = z.object({
  user: z.object({ name: z.string(), arn: z.string() }),
  targets: z.array(z.object({ kind: z.string(), keyId: z.string().optional() })),
});

const planned: LockLaw = {
  name: 'each write stands in a durable plan first',
  broken: ({ scene, writes }) =>
    writes.flatMap(({ action, keyId, hit, plan }) => {
      if (!scene.deployed) return [];
      if (plan === undefined) return [`${action} without a plan`];
      const { user, targets } = Plan.parse(JSON.parse(plan));
      const isNamed = targets.some((target) =>
        action === 'DeleteLoginProfile' ? target.kind === 'password' : target.keyId === keyId,
      );
      return isNamed && (hit === undefined || user.name === hit.name)
        ? []
        : [`${action} ${keyId ?? ''} is not in the plan`];
    }),
};

const toldIsTrue: LockLaw = {
  name: 'it says LOCKED only of a user of whom nothing works',
  broken: ({ scene, ended, worksOn, published }) => {
    if (!scene.yes || worksOn.length === 0) return [];
    const saysLocked =
      /^LOCKED: /m.test(ended.stdout) || published.some(({ subject }) => / LOCKED: /.test(subject ?? ''));
    return [
      ...(ended.code === 0 ? [`ended with 0, and ${worksOn.join(', ')} works`] : []),
      ...(saysLocked ? [`says LOCKED, and ${worksOn.join(', ')} works`] : []),
    ];
  },
};

const codeIsTrue: LockLaw = {
  name: 'its exit code is documented, and 1 and 2 say that nothing was locked',
  broken: ({ ended: { code, stderr }, writes }) => [
    ...([0, 1, 2, 4].includes(code) ? [] : [`ended with ${code}`]),
    ...([1, 2].includes(code) && writes.some(({ applied }) => applied)
      ? [`ended with ${code} after a write`]
      : []),
    ...(/\n\s+at /.test(stderr) ? [`a stack trace: ${stderr}`] : []),
  ],
};

export const LOCK_LAWS: readonly LockLaw[] = [
  neverAnotherUser,
  nothingWithoutYes,
  noOtherName,
  planned,
  toldIsTrue,
  codeIsTrue,
];
