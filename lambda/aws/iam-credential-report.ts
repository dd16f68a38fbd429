import {
  GenerateCredentialReportCommand,
  GetCredentialReportCommand,
  type GetCredentialReportCommandOutput,
  type IAMClient,
} from '@aws-sdk/client-iam';
import type { Clock, FetchedReport, ReportSource } from '../ports';
import { UnexpectedResponse, codeOf, describeFailure } from './responses';

const INITIAL_POLL_DELAY_MS = 1_000;
const MAX_POLL_DELAY_MS = 10_000;
/** Time that is left for the rest of the run, because a large account's report takes minutes (docs/design.md §5.13). */
const RESERVED_MS = 120_000;
const REPORT_TIMEOUT_MS = 8 * 60_000;

type NotYet = 'ReportInProgress' | 'ReportNotPresent' | 'ReportExpired';

/** The codes in the response (404, 410, 410), and the SDK's names for them. */
const NOT_YET: Readonly<Record<string, NotYet>> = {
  ReportInProgress: 'ReportInProgress',
  CredentialReportNotReady: 'ReportInProgress',
  ReportNotPresent: 'ReportNotPresent',
  CredentialReportNotPresent: 'ReportNotPresent',
  ReportExpired: 'ReportExpired',
  CredentialReportExpired: 'ReportExpired',
};

/** @param otherwise the message if no time is left for another pause */
type Wait = (otherwise: string) => Promise<void>;

/** IAM did not provide a credential report. */
export class ReportUnavailable extends Error {
  override readonly name = 'ReportUnavailable';
}

/** Generates the account's credential report, waits for it, and fetches it. */
export class IamReportSource implements ReportSource {
  constructor(
    private readonly iam: IAMClient,
    private readonly clock: Pick<Clock, 'now' | 'elapsed' | 'remaining' | 'sleep'>,
  ) {}

  /**
   * GetCredentialReport may not have what GenerateCredentialReport has just called complete: IAM answers from many
   * hosts, and a report may expire between the two calls. Both are waited for until the same deadline.
   *
   * @throws ReportUnavailable
   */
  async fetch(): Promise<FetchedReport> {
    const wait = this.waiting();
    await this.generate(wait);
    for (;;) {
      const response = await this.get();
      if (typeof response !== 'string') return this.parse(response);
      await wait(
        `IAM called the credential report complete and then said ${response} until no time was left`,
      );
      // A report in progress only has to be asked for again.
      if (response !== 'ReportInProgress') await this.generate(wait);
    }
  }

  private async generate(wait: Wait): Promise<void> {
    for (;;) {
      const state = await this.state();
      if (state === 'COMPLETE') return;
      if (state !== 'STARTED' && state !== 'INPROGRESS') {
        throw unavailable(
          new UnexpectedResponse('GenerateCredentialReport', `state ${JSON.stringify(state)}`),
        );
      }
      await wait('the credential report was not ready in time');
    }
  }

  /** A pause that doubles, and throws `ReportUnavailable` in place of the one that would pass the deadline. */
  private waiting(): Wait {
    const deadline = this.clock.elapsed() + Math.min(REPORT_TIMEOUT_MS, this.clock.remaining() - RESERVED_MS);
    let pause = INITIAL_POLL_DELAY_MS;
    return async (otherwise) => {
      if (this.clock.elapsed() + pause > deadline) {
        throw new ReportUnavailable(`${otherwise}; it may be at the next run`);
      }
      await this.clock.sleep(pause);
      pause = Math.min(2 * pause, MAX_POLL_DELAY_MS);
    };
  }

  private async state(): Promise<string | undefined> {
    try {
      return (await this.iam.send(new GenerateCredentialReportCommand({}))).State;
    } catch (error) {
      throw unavailable(error, 'GenerateCredentialReport');
    }
  }

  private async get(): Promise<GetCredentialReportCommandOutput | NotYet> {
    try {
      return await this.iam.send(new GetCredentialReportCommand({}));
    } catch (error) {
      const notYet = NOT_YET[codeOf(error)];
      if (notYet !== undefined) return notYet;
      throw unavailable(error, 'GetCredentialReport');
    }
  }

  private parse(response: GetCredentialReportCommandOutput): FetchedReport {
    const { Content: content, GeneratedTime: generated, ReportFormat: format } = response;
    const problem =
      content === undefined || content.length === 0
        ? 'no content'
        : generated === undefined || Number.isNaN(generated.getTime())
          ? 'no time of generation'
          : format !== 'text/csv' && `format ${JSON.stringify(format)}`;
    if (problem || !content || !generated) {
      throw unavailable(new UnexpectedResponse('GetCredentialReport', String(problem)));
    }
    return { content, generatedAt: generated.getTime(), fetchedAt: this.clock.now() };
  }
}

function unavailable(error: unknown, action = ''): ReportUnavailable {
  return new ReportUnavailable(describeFailure(action, error), { cause: error });
}
