/** What each comment and note of ours ends with: which entry it tells, so that it is found again (protocol 2). */
export function traceEnding(mark: string | number): string {
  return ` · Vigie #${mark}`;
}

/** Whether a vendor tells us back what we wrote there (loop guard). */
export function isOurs(text: string): boolean {
  return /(?:^| · )Vigie #[\w-]+\s*$/.test(text);
}
