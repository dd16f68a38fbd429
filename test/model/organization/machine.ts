import { setImmediate as turnOfLoop } from 'node:timers/promises';
import { MINUTE, utcSecond } from '../../../lambda/domain/instant';
import { described } from '../invoke';
import type { Executing, StepFault } from './history';
import type { Execution, Invocation, StepName } from './journal';
import { accountFunctionPorts, coordinatorOf } from './ports';
import { Process } from './process';
import type { OrganizationProgram } from './program';
import { CENTRAL, type OrganizationWorld } from './world';

const MACHINE = `arn:aws:states:us-east-1:${CENTRAL}:execution:iam-lapse-organization`;

interface Answer {
  readonly status?: string;
  readonly runId?: string;
  readonly roster?: { readonly key: string };
  readonly act?: { readonly key: string };
}
type Asked = Executing & { readonly input: unknown };
/** Which of the accounts over which the machine maps. */
type IsMeant = (which: number) => boolean;

/** Plays the state machine of the template: Freeze, Judge, Allot, Act, Tell. */
export async function execute(
  world: OrganizationWorld,
  program: OrganizationProgram,
  asked: Asked,
): Promise<void> {
  const { executions } = world.journal;
  const execution: Execution = {
    arn: `${MACHINE}:execution-${executions.length}`,
    asked: asked.kind,
    input: asked.input,
    startedAt: world.now,
    runId: undefined,
    state: 'running',
  };
  executions.push(execution);
  const as = await new Machine(world, program, asked, execution).run();
  if (execution.state === 'running') execution.state = { stoppedAt: world.now, as };
}

class Machine {
  private readonly done = new Set<string>();

  constructor(
    private readonly world: OrganizationWorld,
    private readonly program: OrganizationProgram,
    private readonly asked: Asked,
    private readonly execution: Execution,
  ) {}

  async run(): Promise<'SUCCEEDED' | 'FAILED' | 'ABORTED'> {
    const { abortAfter } = this.asked;
    const frozen = await this.step('freeze', { input: this.asked.input });
    if (frozen?.status === 'already-ran') return 'SUCCEEDED';
    if (frozen?.status !== 'frozen') return 'FAILED';
    this.execution.runId = frozen.runId;
    let run = frozen;
    if (abortAfter === 'freeze') return 'ABORTED';
    await this.each('judge', frozen.roster?.key, run);
    if (abortAfter === 'judge') return 'ABORTED';
    // What fails here is caught, and told.
    const allotted = await this.step('allot', { run });
    if (abortAfter === 'allot') return 'ABORTED';
    if (allotted) {
      run = { ...run, ...allotted };
      await this.each('act', allotted.act?.key, run);
      if (abortAfter === 'act') return 'ABORTED';
    }
    const told = await this.step('tell', { run });
    return told?.status === 'completed' ? 'SUCCEEDED' : 'FAILED';
  }

  /** One invocation for each account of the list, whatever becomes of the others. */
  private async each(step: 'judge' | 'act', key = '', run: Answer): Promise<void> {
    const { lost } = this.asked;
    const text = this.world.bucket.objects.get(key)?.at(-1)?.text;
    const list: { id: string }[] = JSON.parse(text ?? '[]');
    for (const [index, { id }] of list.entries()) {
      const isMeant = (which: number) => which % list.length === index;
      if (lost?.step === step && isMeant(lost.which)) continue;
      await this.step(step, { account: id, phase: step, run }, isMeant);
    }
  }

  /** Tried as often as Step Functions does; undefined: it failed. */
  private async step(
    step: StepName,
    payload: object,
    isMeant: IsMeant = () => true,
  ): Promise<Answer | undefined> {
    const { attempts, again, late } = this.asked;
    if (late?.step === step && !this.done.has(step)) this.world.now += late.minutes * MINUTE;
    this.done.add(step);
    const faults = this.asked.troubles
      .filter((trouble) => trouble.step === step && isMeant(trouble.which))
      .map(({ fault }) => fault);
    let answer: Answer | undefined;
    for (let attempt = 0; attempt < attempts && this.isRunning(); attempt += 1) {
      answer = await this.invoke(step, payload, attempt === 0 ? faults : []);
      if (answer) break;
    }
    return again === step && answer && this.isRunning() ? this.invoke(step, payload, []) : answer;
  }

  /** Nothing more is begun in an execution that somebody has stopped. */
  private isRunning(): boolean {
    return this.execution.state === 'running';
  }

  private async invoke(
    step: StepName,
    payload: object,
    faults: readonly StepFault[],
  ): Promise<Answer | undefined> {
    const { world, program, execution } = this;
    const account = 'account' in payload ? String(payload.account) : undefined;
    const invocation: Invocation = {
      number: world.journal.invocations.length,
      execution,
      step,
      account,
      startedAt: world.now,
      calls: [],
      effects: [],
      session: undefined,
      triedInVain: false,
      run: undefined,
      ending: undefined,
    };
    world.journal.invocations.push(invocation);
    const process = new Process(world, invocation, faults, (as) => this.along(as));
    let answer: Answer | undefined;
    // What Step Functions sends is JSON.
    const working = carryOut(process, program, JSON.parse(JSON.stringify(payload))).then(
      (answered) => {
        answer = answered;
        invocation.ending = { kind: 'answered', status: answered.status ?? '' };
      },
      (error: unknown) => {
        invocation.ending = { kind: 'threw', ...described(error) };
      },
    );
    const killed = process.death.then(() => {
      invocation.ending = { kind: 'killed' };
    });
    await Promise.race([working, killed, hang(world)]);
    invocation.ending ??= { kind: 'hung' };
    if (invocation.run) invocation.run.ending = invocation.ending;
    return answer;
  }

  private async along(fault: Extract<StepFault, { kind: 'along' | 'stopped' }>): Promise<void> {
    const { world, program, asked, execution } = this;
    const calm = { minute: 0, named: 0, troubles: [], attempts: 1 };
    if (fault.kind === 'stopped') {
      execution.state = { stoppedAt: world.now, as: 'ABORTED' };
      world.now += fault.minutes * MINUTE;
    }
    const kind = fault.kind === 'stopped' ? 'manual' : fault.as === 'duplicate' ? asked.kind : fault.as;
    const isDuplicate = fault.kind === 'along' && fault.as === 'duplicate';
    const input = isDuplicate ? asked.input : inputOf(world, { kind, named: 0 });
    await execute(world, program, { ...calm, kind, input });
  }
}

/** What the schedule, or somebody, starts an execution with now. */
export function inputOf(
  { now, members }: OrganizationWorld,
  { kind, named }: Pick<Executing, 'kind' | 'named'>,
): unknown {
  switch (kind) {
    case 'scheduled':
      return { source: 'aws.events', 'detail-type': 'Scheduled Event', time: utcSecond(now) };
    case 'manual':
      return {};
    case 'preview':
      return { mode: 'dry-run' };
    case 'named':
      return { accounts: [members[named % members.length]?.id ?? CENTRAL] };
  }
}

async function carryOut(process: Process, program: OrganizationProgram, payload: object): Promise<Answer> {
  const { step, execution } = process.invocation;
  if (step === 'judge' || step === 'act') {
    const event = program.parseAccountEvent(payload);
    const options = { deployedPolicySha256: '', canWrite: true };
    return program.sweepAccount(event, options, accountFunctionPorts(process, program), 'aws');
  }
  const startTime = new Date(execution.startedAt).toISOString();
  const event = program.parseCoordinatorEvent({
    step,
    execution: { id: execution.arn, startTime },
    ...payload,
  });
  const coordinator = coordinatorOf(process, program);
  switch (event.step) {
    case 'freeze':
      return program.freeze(event.input, event.execution, coordinator);
    case 'allot':
      return program.allot(event.run, event.execution, coordinator);
    case 'tell':
      return program.tell(event.run, event.execution, coordinator);
  }
}

/** Nothing in the model takes a timer: what has not ended by then waits for something that never comes. */
const LOOP_TURNS = 10;

async function hang(world: OrganizationWorld): Promise<void> {
  let seen = world.calls;
  for (let turn = 0; turn < LOOP_TURNS; turn += 1) {
    await turnOfLoop();
    if (world.calls !== seen) turn = 0;
    seen = world.calls;
  }
}
