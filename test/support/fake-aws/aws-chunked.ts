export interface Decoded {
  body: Buffer;
  /** By lower-case name. */
  trailers: Record<string, string>;
}

/**
 * Decodes `Content-Encoding: aws-chunked`, in which the SDK sends a stream. Each chunk is a line with its size in hex,
 * then the bytes. A chunk of size 0 ends the body, and trailers with the checksum follow. Node has already removed
 * HTTP's own chunks.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
 */
export function decodeAwsChunked(encoded: Buffer): Decoded {
  const chunks: Buffer[] = [];
  let offset = 0;
  for (;;) {
    const lineEnd = encoded.indexOf('\r\n', offset);
    // An extension may follow the size: `;chunk-signature=`.
    const size = Number.parseInt(encoded.toString('latin1', offset, lineEnd), 16);
    if (Number.isNaN(size)) throw new Error(`The body is not aws-chunked at byte ${offset}`);
    offset = lineEnd + 2;
    if (size === 0) break;
    chunks.push(encoded.subarray(offset, offset + size));
    offset += size + 2;
  }
  return { body: Buffer.concat(chunks), trailers: trailersOf(encoded.toString('latin1', offset)) };
}

function trailersOf(lines: string): Record<string, string> {
  const trailers = lines.matchAll(/^([^:\r\n]+):(.*?)\r?$/gm);
  return Object.fromEntries([...trailers].map(([, name = '', value = '']) => [name.toLowerCase(), value]));
}
