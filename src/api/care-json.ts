import { z } from "@hono/zod-openapi";
import { buttonText } from "../incident/draw.ts";
import type { Offer } from "../incident/handler-ids.ts";
import type { Act, Incident } from "../incident/incident.ts";
import { causes, mitigations } from "../incident/reasons.ts";
import type { Locale } from "../words/locale.ts";
import { iso, isoOf, isoTime } from "./iso-time.ts";

const deed = { by: z.string(), name: z.string().nullable(), at: isoTime, where: z.string() };

/** What people did about an incident, and what they can do now. */
export const careSchema = z.object({
  people: z
    .array(z.object({ person: z.string(), name: z.string().nullable(), role: z.string() }))
    .openapi({ description: "Who is on it: acknowledged, judged, assignee, incident-commander, expert." }),
  acknowledged: z.object(deed).nullable(),
  judged: z.object(deed).nullable(),
  assignee: z.object({ ...deed, to: z.string() }).nullable(),
  commander: z.object({ person: z.string(), name: z.string().nullable(), at: isoTime }).nullable(),
  experts: z.array(
    z.object({
      group: z.string(),
      at: isoTime,
      by: z.string(),
      joined: z.object({ by: z.string(), at: isoTime }).nullable(),
    }),
  ),
  mitigated: z.object({ ...deed, how: z.enum(mitigations) }).nullable(),
  cause: z.object({ ...deed, cause: z.enum(causes), text: z.string() }).nullable(),
  remediation: z.object({ ...deed, fix: z.string(), monitoring: z.string() }).nullable(),
  update: z.object({ ...deed, text: z.string(), nextAt: isoTime.nullable() }).nullable(),
  silenced: z
    .object({ by: z.string(), at: isoTime, until: isoTime.nullable(), why: z.string(), urgent: z.boolean() })
    .nullable(),
  channel: z.object({ state: z.string(), link: z.string().nullable(), label: z.string().nullable() }).nullable(),
  actions: z
    .array(
      z.object({
        handler: z.string(),
        text: z.string(),
        look: z.enum(["primary", "plain", "danger"]),
        menu: z.boolean(),
        asks: z.enum(["nothing", "form", "confirmation"]),
      }),
    )
    .openapi({ description: "What can be pressed now, in the order of the card." }),
});

/** The part of an incident that people made. */
export function careJson(incident: Incident, offers: readonly Offer[], locale: Locale): z.infer<typeof careSchema> {
  const { acknowledged, judged, assignee, commander, experts = [], mitigated, cause, remediation } = incident;
  const { update, silenced, channel, names = {} } = incident;
  const nameOf = (id: string) => names[id] ?? null;
  const deedOf = ({ by, at, where }: Act) => ({ by, name: nameOf(by), at: iso(at), where });
  return {
    people: peopleOf(incident).map(([person, role]) => ({ person, name: nameOf(person), role })),
    acknowledged: acknowledged ? deedOf(acknowledged) : null,
    judged: judged ? deedOf(judged) : null,
    assignee: assignee ? { ...deedOf(assignee), to: assignee.to } : null,
    commander: commander ? { person: commander.id, name: nameOf(commander.id), at: iso(commander.at) } : null,
    experts: experts.map(({ group, at, by, joined }) => ({
      group,
      at: iso(at),
      by,
      joined: joined ? { by: joined.by, at: iso(joined.at) } : null,
    })),
    mitigated: mitigated ? { ...deedOf(mitigated), how: mitigated.how } : null,
    cause: cause ? { ...deedOf(cause), cause: cause.cause, text: cause.text } : null,
    remediation: remediation
      ? { ...deedOf(remediation), fix: remediation.fix, monitoring: remediation.monitoring }
      : null,
    update: update ? { ...deedOf(update), text: update.text, nextAt: isoOf(update.nextAt) } : null,
    silenced: silenced
      ? {
          by: silenced.by.id,
          at: iso(silenced.at),
          until: isoOf(silenced.until),
          why: silenced.why,
          urgent: silenced.urgent,
        }
      : null,
    channel: channel ? { state: channel.state, link: channel.link ?? null, label: channel.label ?? null } : null,
    actions: offers.map(({ handler, look, menu, asks }) => ({
      handler,
      text: buttonText(handler, incident, locale),
      look,
      menu,
      asks,
    })),
  };
}

/** Who is on it, in which role, each role once. */
function peopleOf({ acknowledged, judged, assignee, commander, experts = [] }: Incident): [string, string][] {
  const joined = experts.flatMap((call) => (call.joined ? [call.joined.by] : []));
  const all: [string | undefined, string][] = [
    [acknowledged?.by, "acknowledged"],
    [judged?.by, "judged"],
    [assignee?.to, "assignee"],
    [commander?.id, "incident-commander"],
    ...joined.map((by): [string, string] => [by, "expert"]),
  ];
  return all.flatMap(([person, role]) => (person === undefined ? [] : [[person, role]]));
}
