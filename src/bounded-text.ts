/**
 * An answer's body as text, of at most so many bytes; `null` where it is longer, and the rest is not read.
 *
 * @param maxBytes whole bytes
 */
export async function boundedText(answer: Response, maxBytes: number): Promise<string | null> {
  const reader = answer.body?.getReader();
  if (!reader) return "";
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return new TextDecoder().decode(Buffer.concat(chunks));
    bytes += value.byteLength;
    if (bytes > maxBytes) {
      await reader.cancel();
      return null;
    }
    chunks.push(value);
  }
}
