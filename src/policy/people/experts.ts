import { peopleFaults as say } from "../../words/people.ts";
import type { PolicyText } from "../document/policy-text.ts";
import type { PolicyDocument, WrittenExpert } from "../document/schema.ts";
import { nearest } from "../document/suggest.ts";
import type { Destinations } from "../places/destinations.ts";
import type { FaultBook } from "../policy-error.ts";
import type { ContactBook } from "./contacts.ts";
import type { ExpertGroup } from "./people.ts";

export type ExpertParts = {
  readonly document: PolicyDocument;
  readonly text: PolicyText;
  readonly destinations: Destinations;
  readonly contacts: ContactBook;
};

const slackShape = /^(?:slack-group:|<!subteam\^)?(?<group>S[A-Z0-9]{4,})>?$|^<?@?(?<user>[UW][A-Z0-9]{4,})>?$/;

/** Compiles `experts:`: groups that a card can call by a mention, a page of their own, or both (U-27). */
export function compileExperts(parts: ExpertParts, book: FaultBook): ReadonlyMap<string, ExpertGroup> {
  const written = Object.entries(parts.document.experts ?? {});
  return new Map(written.map(([name, one]) => [name, expertGroup(name, one, parts, book)]));
}

function expertGroup(
  name: string,
  { slack, teams, people = [], tell = [] }: WrittenExpert,
  { text, destinations, contacts }: ExpertParts,
  book: FaultBook,
): ExpertGroup {
  const path = ["experts", name];
  const ids = people.flatMap((one, at) => contacts.idOf(one, [...path, "people", at]) ?? []);
  const known = ids.flatMap((id) => contacts.byId.get(id) ?? []);
  const { group, user } = slackShape.exec(slack ?? "")?.groups ?? {};
  if (slack !== undefined && !group && !user) book.fault([...path, "slack"], say.badExpert({ value: slack }));
  const bySlack = group
    ? `<!subteam^${group}>`
    : [user, ...known.map((one) => one.slack)].flatMap((id) => (id ? [`<@${id}>`] : [])).join(" ");
  const byTeams = teams ?? known.map(({ name, id, teams }) => `${name} <${teams ?? id}>`).join(", ");
  // Whom a responder request asks: PagerDuty's ids, or e-mails that it is asked about.
  const byPagerDuty = ids.flatMap((id) => contacts.byId.get(id)?.pagerduty ?? (id.includes("@") ? id : [])).join(",");
  const owed = tell.flatMap((told, at) => {
    const entries = destinations.byName.get(told);
    const known = [...destinations.byName.keys()];
    if (!entries)
      book.fault([...path, "tell", at], say.unknownPlace({ name: told, near: nearest(told, known), known }));
    const place = text.place([...path, "tell"]);
    return (entries ?? [])
      .flatMap(({ tells }) => tells)
      .map(({ id, receiver }) => ({ id, receiver, told, at: "info" as const, place }));
  });
  return {
    name,
    mentions: {
      ...(bySlack ? { slack: bySlack } : {}),
      ...(byTeams ? { teams: byTeams } : {}),
      ...(byPagerDuty ? { pagerduty: byPagerDuty } : {}),
    },
    people: ids,
    owed,
  };
}
