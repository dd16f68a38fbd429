/*
 * Stands in the bundle for `@smithy/core/event-streams`: none of our calls is answered with a stream of events
 * (S3's SelectObjectContent is the only one of the four clients that is). The SDK imports it with `import()`, which
 * makes esbuild keep all that it shares with the rest whole.
 */

export const resolveEventStreamSerdeConfig = <Config>(config: Config): Config => config;

export function eventStreamSerdeProvider(): never {
  throw new Error('event streams are left out of the bundle, see lib/bundle/lighter.ts');
}

/** Called with `new`. */
export const EventStreamSerde = eventStreamSerdeProvider;
