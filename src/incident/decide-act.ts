import { actDeciders } from "./acts/deciders.ts";
import type { Answer, HumanAct, HumanActKind, Reading } from "./acts.ts";
import { boundedActor, boundedName, boundedWord } from "./bounded.ts";
import type { Known, Moment } from "./decision.ts";
import type { Draft } from "./draft.ts";
import type { Doer, EntryKind } from "./entry-kinds.ts";
import type { Fact } from "./fact.ts";
import type { Incident } from "./incident.ts";

/**
 * Somebody does something to an incident (behaviour 3, 5). What they had read is asked first (protocol 12.5); then the
 * act itself says whether it makes sense as things stand. Who is refused is audited (U-50).
 */
export function decideAct(draft: Draft, fact: Extract<Fact, { kind: "act" }>, known: Known, moment: Moment): void {
  const { incident } = draft;
  if (incident?.uid !== fact.uid) return;
  const doer = doerOf(fact);
  draft.answer = staleness(incident, fact.read, doer) ?? decideOne(draft, fact.act, { incident, doer, known, moment });
  const because = refusalOf(draft.answer);
  if (because === null || !isAudited(fact, doer, draft.answer)) return;
  draft.writeBounded("refused", { ...doer, handler: fact.act.kind, because }, doer.by);
}

/** A press that was refused before it reached the incident is audited (U-50). */
export function decidePressedInVain(draft: Draft, fact: Extract<Fact, { kind: "pressed-in-vain" }>): void {
  if (draft.incident?.uid !== fact.uid) return;
  const doer = doerOf(fact);
  draft.writeBounded("refused", { ...doer, handler: boundedWord(fact.handler), because: fact.because }, doer.by);
}

function doerOf({ by, where }: Pick<Extract<Fact, { kind: "act" }>, "by" | "where">): Doer {
  const name = by.name === undefined ? {} : { name: boundedName(by.name) };
  return { by: boundedActor(by.id), where: boundedWord(where), ...name };
}

/** Whether somebody else did something since that outdates what the person had read; the newest of it. */
function staleness({ latest = {}, names }: Incident, read: Reading | undefined, { by }: Doer): Answer | null {
  const since = (read?.outdatedBy ?? [])
    .flatMap((entry: EntryKind) => {
      const last = latest[entry];
      // What they did themselves they know: the act says that it is so already.
      return last && read && last.seq > read.version && last.by.id !== by ? [{ entry, ...last }] : [];
    })
    .toSorted((a, b) => b.seq - a.seq)[0];
  if (!since) return null;
  const name = names?.[since.by.id];
  return {
    kind: "stale",
    entry: since.entry,
    by: { id: since.by.id, ...(name === undefined ? {} : { name }) },
    at: since.at,
  };
}

type Deciding = {
  readonly incident: Incident;
  readonly doer: Doer;
  readonly known: Known;
  readonly moment: Moment;
};

function decideOne<K extends HumanActKind>(
  draft: Draft,
  act: Extract<HumanAct, { kind: K }>,
  deciding: Deciding,
): Answer {
  const kind: K = act.kind;
  const answer = actDeciders[kind](draft, { ...deciding, act });
  if (answer.kind === "done") draft.show();
  return withName(answer, deciding.incident);
}

/** Says what people call whoever stands in the way. */
function withName(answer: Answer, { names }: Incident): Answer {
  if (answer.kind !== "refused" || answer.by === undefined) return answer;
  const name = answer.by.name ?? names?.[answer.by.id];
  return { ...answer, by: { id: answer.by.id, ...(name === undefined ? {} : { name }) } };
}

function refusalOf(answer: Answer): string | null {
  if (answer.kind === "done") return null;
  return answer.kind === "stale" ? "stale" : answer.because;
}

/** Nobody pressed where nothing was read, and a second click of one person is no refusal to keep. */
function isAudited({ read }: Pick<Extract<Fact, { kind: "act" }>, "read">, { by }: Doer, answer: Answer): boolean {
  const isOwn = answer.kind === "refused" && answer.because === "already-so" && answer.by?.id === by;
  return read !== undefined && !isOwn;
}
