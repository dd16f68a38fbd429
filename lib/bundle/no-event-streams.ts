/*
 * Replaces `@smithy/core/event-streams` in the bundle. None of our calls is answered with a stream of events: in the five
 * clients only S3's SelectObjectContent is. The SDK loads the package with `import()`, and therefore esbuild would keep
 * all code that the package shares with the rest.
 */

export const resolveEventStreamSerdeConfig = <Config>(config: Config): Config => config;

export function eventStreamSerdeProvider(): never {
  throw new Error('event streams are left out of the bundle, see lib/bundle/no-event-streams.ts');
}

/** The SDK calls it with `new`. */
export function EventStreamSerde(): never {
  eventStreamSerdeProvider();
}
