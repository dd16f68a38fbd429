import * as z from 'zod';

const State = z.looseObject({
  Type: z.string(),
  Next: z.string().optional(),
  ItemProcessor: z
    .looseObject({ StartAt: z.string(), States: z.record(z.string(), z.looseObject({})) })
    .optional(),
});
export const Machine = z.looseObject({ StartAt: z.string(), States: z.record(z.string(), State) });
export type Machine = z.infer<typeof Machine>;

/** How an execution went. */
export interface Course {
  /** The states that it entered, in order. */
  readonly path: readonly string[];
  /** How many children each Map started. */
  readonly children: Readonly<Record<string, number>>;
}

/**
 * "Step Functions counts a state transition each time a step of your workflow is executed"
 * (https://aws.amazon.com/step-functions/pricing/); AWS's examples count the start too. So it is a transition for each
 * state that is entered, and one for the start of the execution and of every child. No child is retried.
 *
 * @throws if the machine has no such way through it
 */
export function transitionsOf(machine: Machine, { path, children }: Course): number {
  path.forEach((name, index) => {
    const before = path[index - 1];
    const isNext = before === undefined ? machine.StartAt === name : leadsTo(machine, before, name);
    if (!isNext) throw new Error(`the machine does not lead from ${before ?? 'its start'} to ${name}`);
  });
  const ofChildren = Object.entries(children).map(([map, count]) => count * transitionsOfChild(machine, map));
  return 1 + path.length + ofChildren.reduce((all, some) => all + some, 0);
}

/** A child that is not lost goes from its first state along `Next`. */
export function transitionsOfChild({ States }: Machine, map: string): number {
  const child = Machine.optional().parse(States[map]?.ItemProcessor);
  if (!child) throw new Error(`${map} is no Map`);
  let states = 0;
  for (let at: string | undefined = child.StartAt; at !== undefined; at = child.States[at]?.Next) states += 1;
  return 1 + states;
}

/** A Choice leads to any state that it names. */
function leadsTo({ States }: Machine, from: string, to: string): boolean {
  const state = States[from];
  if (state?.Type !== 'Choice') return state?.Next === to;
  const { Choices, Default } = z
    .looseObject({ Choices: z.array(z.looseObject({ Next: z.string() })), Default: z.string().optional() })
    .parse(state);
  return Default === to || Choices.some(({ Next }) => Next === to);
}
