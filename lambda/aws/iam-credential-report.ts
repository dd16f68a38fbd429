import {
  GenerateCredentialReportCommand,
  GetCredentialReportCommand,
  type GetCredentialReportCommandOutput,
  type IAMClient,
} from '@aws-sdk/client-iam';
import type { Clock, FetchedReport, ReportSource } from '../ports';
import { UnexpectedResponse } from './responses';
import { codeOf, describeFailure } from './errors';

const INITIAL_POLL_DELAY_MS = 1_000;
const MAX_POLL_DELAY_MS = 10_000;
/** A large account's report takes minutes; so much is left for the rest of the sweep. */
const RESERVED_MS = 120_000;
const REPORT_TIMEOUT_MS = 8 * 60_000;

/** IAM did not hand out a credential report. */
export class ReportUnavailable extends Error {
  override readonly name = 'ReportUnavailable';
}

/** The account's credential report: asked for, awaited, fetched. */
export class IamReportSource implements ReportSource {
  constructor(
    private readonly iam: IAMClient,
    private readonly clock: Pick<Clock, 'now' | 'elapsed' | 'remaining' | 'sleep'>,
  ) {}

  /** @throws ReportUnavailable */
  async fetch(): Promise<FetchedReport> {
    const deadline = this.clock.elapsed() + Math.min(REPORT_TIMEOUT_MS, this.clock.remaining() - RESERVED_MS);
    let expired = 0;
    for (;;) {
      await this.generate(deadline);
      const answer = await this.get();
      if (answer !== 'notYet') return this.understand(answer);
      // COMPLETE, and then none: it expired between the two calls. More than once is not that.
      expired += 1;
      if (expired > 1) {
        throw new ReportUnavailable('the credential report was generated, and then IAM had none, twice');
      }
    }
  }

  private async generate(deadline: number): Promise<void> {
    for (let pause = INITIAL_POLL_DELAY_MS; ; pause = Math.min(2 * pause, MAX_POLL_DELAY_MS)) {
      const state = await this.state();
      if (state === 'COMPLETE') return;
      if (state !== 'STARTED' && state !== 'INPROGRESS') {
        throw unavailable(
          new UnexpectedResponse('GenerateCredentialReport', `state ${JSON.stringify(state)}`),
        );
      }
      if (this.clock.elapsed() + pause > deadline) {
        throw new ReportUnavailable('the credential report was not ready in time; it may be at the next run');
      }
      await this.clock.sleep(pause);
    }
  }

  private async state(): Promise<string | undefined> {
    try {
      return (await this.iam.send(new GenerateCredentialReportCommand({}))).State;
    } catch (error) {
      throw unavailable(error, 'GenerateCredentialReport');
    }
  }

  private async get(): Promise<GetCredentialReportCommandOutput | 'notYet'> {
    try {
      return await this.iam.send(new GetCredentialReportCommand({}));
    } catch (error) {
      // As the wire and as the SDK call them.
      const notYet = [
        'ReportNotPresent',
        'ReportExpired',
        'ReportInProgress',
        'CredentialReportNotPresent',
        'CredentialReportExpired',
        'CredentialReportNotReady',
      ];
      if (notYet.includes(codeOf(error))) return 'notYet';
      throw unavailable(error, 'GetCredentialReport');
    }
  }

  private understand(answer: GetCredentialReportCommandOutput): FetchedReport {
    const { Content: content, GeneratedTime: generated, ReportFormat: format } = answer;
    const odd =
      content === undefined || content.length === 0
        ? 'no content'
        : generated === undefined || Number.isNaN(generated.getTime())
          ? 'no time of generation'
          : format !== 'text/csv' && `format ${JSON.stringify(format)}`;
    if (odd || !content || !generated) {
      throw unavailable(new UnexpectedResponse('GetCredentialReport', String(odd)));
    }
    return { content, generatedAt: generated.getTime(), fetchedAt: this.clock.now() };
  }
}

function unavailable(error: unknown, action = ''): ReportUnavailable {
  return new ReportUnavailable(describeFailure(action, error), { cause: error });
}
