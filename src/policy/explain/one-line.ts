/** Text that holds a sender's words, kept on its line: what would begin a new one, or move the cursor, becomes a space. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ");
}
