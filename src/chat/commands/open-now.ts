import { compareSeverity } from "../../alert/severity.ts";
import { type Incident, isOpen } from "../../incident/incident.ts";
import type { Store, StoredIncident } from "../../store/port.ts";

/** How many incidents one look at the store answers, and how far a command looks. */
const lookSize = 200;
const looksMax = 10;

/** Open incidents among the newest 2,000 that are as asked for: the worst first, then the oldest. */
export async function openNow(
  store: Pick<Store, "list">,
  isWanted: (incident: Incident) => boolean,
): Promise<readonly StoredIncident[]> {
  const found: StoredIncident[] = [];
  let cursor: string | null = null;
  for (let look = 0; look < looksMax; look += 1) {
    const page: Awaited<ReturnType<Store["list"]>> = await store.list({
      limit: lookSize,
      ...(cursor === null ? {} : { cursor }),
    });
    found.push(...page.incidents.filter(({ incident }) => isOpen(incident) && isWanted(incident)));
    cursor = page.next;
    if (cursor === null) break;
  }
  return found.toSorted(
    (a, b) => compareSeverity(b.incident.severity, a.incident.severity) || a.incident.openedAt - b.incident.openedAt,
  );
}

/** Whether somebody has taken an incident, was given it, or commands it. */
export function isOf({ acknowledged, assignee, commander }: Incident, actor: string): boolean {
  return [acknowledged?.by, assignee?.to, commander?.id].includes(actor);
}

/** Whether it is about a service, by the name that the policy or a sender gives it; case does not matter. */
export function isOfService({ identity }: Incident, service: string): boolean {
  return identity.service?.toLowerCase() === service.toLowerCase();
}
