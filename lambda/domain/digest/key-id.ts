/** Enough of a key id to find the key in the console: whole ids stand in restore commands alone. */
export function masked(keyId: string): string {
  return `${keyId.slice(0, 4)}...${keyId.slice(-4)}`;
}

/** IAM's own words name keys whole. */
export function withoutKeyIds(text: string): string {
  return text.replaceAll(/\b(A[KS]IA)[A-Z0-9]{8,}([A-Z0-9]{4})\b/g, '$1...$2');
}
