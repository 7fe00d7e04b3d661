import type { SlackFailure } from "./failure.ts";
import { limits } from "./limits.ts";

type Page = { readonly response_metadata?: { readonly next_cursor?: string | undefined } | undefined };
type Answer<P extends Page> = { readonly kind: "ok"; readonly value: P } | SlackFailure;

/** Reads page after page, at most `limits.pagesMax`; ends after the last page or the first failure. */
export async function* pagesOf<P extends Page>(
  ask: (cursor: { readonly cursor?: string }) => Promise<Answer<P>>,
): AsyncGenerator<Answer<P>> {
  let cursor: string | undefined;
  for (let page = 0; page < limits.pagesMax; page += 1) {
    const answer: Answer<P> = await ask(cursor ? { cursor } : {});
    yield answer;
    cursor = answer.kind === "ok" ? answer.value.response_metadata?.next_cursor : undefined;
    if (!cursor) return;
  }
}
