import { createHash } from "node:crypto";
import { importNotes as tell } from "../../words/policy-import.ts";
import { type Bench, isSet } from "./bench.ts";
import type { AlertmanagerReceiver, WrittenIntegration } from "./read-receivers.ts";

/** A place as a policy writes it; values that are ours (`${NAME}`) stand in `variable`. */
export type ImportedPlace =
  | { readonly slack: string }
  | { readonly pagerduty: { readonly key: { readonly variable: string } } }
  | { readonly jira: { readonly project: string; readonly type?: string } };

type Draft = { readonly place: ImportedPlace; readonly carried: readonly string[] };
type Carry = (one: WrittenIntegration, receiver: string, keys: KeyBook, bench: Bench) => Draft | "itself" | undefined;

/** Names variables for routing keys: one key, one name. The keys themselves are not kept. */
type KeyBook = (receiver: string, identity: string) => string;

/** Turns Alertmanager's receivers into `destinations:`; what no destination can stand for is a note. */
export function toDestinations(
  receivers: readonly AlertmanagerReceiver[],
  bench: Bench,
): ReadonlyMap<string, readonly ImportedPlace[]> {
  const keys = openKeyBook();
  return new Map(
    receivers.map(({ name, path, integrations }) => {
      const drafts = integrations.flatMap((one) => {
        const draft = (carriers[one.kind] ?? notCarried)(one, name, keys, bench);
        if (draft !== undefined && draft !== "itself") noteOwnDrawing(one, draft.carried, bench);
        return draft ?? [];
      });
      const places = drafts.flatMap((draft) => (draft === "itself" ? [] : [draft.place]));
      if (drafts.length === 0) bench.note("notCarried", path, tell.nobody({ receiver: name }));
      return [name, unique(places)] as const;
    }),
  );
}

const notCarried: Carry = ({ kind, path }, _receiver, _keys, bench) => {
  bench.note("notCarried", path, tell.noSuchReceiver({ kind }));
  return undefined;
};

const slack: Carry = ({ path, fields }, _receiver, _keys, bench) => {
  const channel = fields.channel;
  const at = [...path, "channel"];
  if (typeof channel !== "string" || channel === "") {
    bench.note("byHand", path, tell.slackWithoutChannel());
    return undefined;
  }
  const lower = /^[CG][A-Z0-9]{7,}$/.test(channel) ? channel : `#${channel.replace(/^#/, "").toLowerCase()}`;
  if (!/^#?[\p{L}\p{N}_-]{1,80}$/u.test(lower)) {
    bench.note("byHand", at, tell.slackNoChannel({ written: channel }));
    return undefined;
  }
  if (lower.replace(/^#/, "") !== channel.replace(/^#/, ""))
    bench.note("changed", at, tell.slackLowerCase({ written: channel }));
  return { place: { slack: lower }, carried: ["channel"] };
};

const pagerDutyKeys = ["routing_key", "routing_key_file", "service_key", "service_key_file"];

const pagerduty: Carry = ({ path, fields }, receiver, keys, bench) => {
  const [key = "routing_key"] = pagerDutyKeys.filter((one) => isSet(fields, one));
  const variable = keys(receiver, `${key.replace(/_file$/, "")} ${key.endsWith("_file")} ${fields[key]}`);
  const at = [...path, key];
  bench.note("byHand", at, key.startsWith("service_key") ? tell.eventsV1({ variable }) : tell.routingKey({ variable }));
  return { place: { pagerduty: { key: { variable } } }, carried: pagerDutyKeys };
};

const jira: Carry = (one, receiver, keys, bench) => {
  const { project, issue_type: type } = one.fields;
  if (typeof project !== "string" || !/^[A-Z][A-Z0-9_]+$/.test(project)) return notCarried(one, receiver, keys, bench);
  const isPlain = typeof type === "string" && type !== "" && !type.includes("{{");
  return {
    place: { jira: isPlain ? { project, type } : { project } },
    carried: ["project", ...(isPlain ? ["issue_type"] : [])],
  };
};

const teams: Carry = ({ path }, receiver, _keys, bench) => {
  bench.note("byHand", path, tell.teamsChannel({ receiver }));
  return undefined;
};

const webhook: Carry = (one, receiver, keys, bench) => {
  if (!leadsToVigie(one)) return notCarried(one, receiver, keys, bench);
  bench.note("stays", one.path, tell.itself());
  return "itself";
};

function leadsToVigie({ kind, fields: { url } }: WrittenIntegration): boolean {
  if (kind !== "webhook" || typeof url !== "string") return false;
  return /^https?:\/\/[^/]+(?:\/[^?#]*)?\/webhooks\/alertmanager\/?(?:[?#]|$)/i.test(url);
}

/** Names of receivers that lead to Vigie and nowhere else. */
export function vigieItself(receivers: readonly AlertmanagerReceiver[]): ReadonlySet<string> {
  const only = receivers.filter(({ integrations }) => integrations.length > 0 && integrations.every(leadsToVigie));
  return new Set(only.map(({ name }) => name));
}

const carriers: Readonly<Record<string, Carry>> = { slack, pagerduty, jira, webhook, msteams: teams, msteamsv2: teams };

/** What is left of an integration are wording and sending, which are Vigie's own. */
function noteOwnDrawing({ path, fields }: WrittenIntegration, carried: readonly string[], bench: Bench): void {
  const keys = Object.keys(fields).filter((key) => !carried.includes(key));
  if (keys.length > 0) bench.note("notCarried", path, tell.ownDrawing({ keys }));
}

function openKeyBook(): KeyBook {
  const byKey = new Map<string, string>();
  return (receiver, identity) => {
    const hash = createHash("sha256").update(identity).digest("hex");
    const known = byKey.get(hash);
    if (known) return known;
    const name = `PAGERDUTY_KEY_${receiver.toUpperCase().replace(/[^A-Z0-9]+/g, "_")}`;
    const taken = new Set(byKey.values());
    let variable = name;
    for (let count = 2; taken.has(variable); count += 1) variable = `${name}_${count}`;
    byKey.set(hash, variable);
    return variable;
  };
}

function unique(places: readonly ImportedPlace[]): readonly ImportedPlace[] {
  return [...new Map(places.map((place) => [JSON.stringify(place), place])).values()];
}
