import type { Alert } from "./alert/alert.ts";
import type { DeskSilencing } from "./chat/desk-deps.ts";
import type { AlertmanagerAccess } from "./diagnostics/alertmanager.ts";
import { type EndSilenceDeps, endSilence } from "./end-silence.ts";
import { type Incident, isOpen } from "./incident/incident.ts";
import { covers, type Silence } from "./incident/silence.ts";
import { placeholders } from "./privacy/placeholder.ts";
import type { Silences } from "./silences.ts";
import type { Store } from "./store/port.ts";

/** Rows of an incident, and open incidents of a service, that are looked at for what their labels have in common. */
const rowsMax = 500;
const incidentsMax = 200;

/** What silencing joins. */
export type SilencingDeps = Pick<EndSilenceDeps, "tell"> & {
  readonly store: Pick<Store, "list" | "alerts">;
  readonly silences: Pick<Silences, "note" | "strike">;
  readonly alertmanager: Pick<AlertmanagerAccess, "isThere" | "silence" | "expire">;
};

/** Labels that tell which alerts a silence in Alertmanager is about, or the label that does not. */
export type Matchers =
  | { readonly ok: true; readonly matchers: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly label: string };

/** Keeps silences for what is still to come, and writes them to Alertmanager where a person asked for it (behaviour 3). */
export function createSilencing(deps: SilencingDeps): DeskSilencing {
  const { alertmanager, silences } = deps;

  const writeThere = async (silence: Silence, incident: Incident): ReturnType<DeskSilencing["begin"]> => {
    // Until resolved is never written there: nobody would end it.
    if (!alertmanager.isThere || silence.until === undefined) return { kind: "begun", silence };
    const found = matchersOf(silence, await firingOf(silence, incident, deps));
    if (!found.ok) return { kind: "unknown-there", label: found.label };
    const { by, at, until, why } = silence;
    const id = await alertmanager.silence({
      matchers: found.matchers,
      startsAt: at,
      endsAt: until,
      createdBy: by.name ?? by.id,
      comment: why,
    });
    return id === null ? { kind: "away" } : { kind: "begun", silence: { ...silence, alertmanager: id } };
  };

  /** A silence that nobody could note down would stay in Alertmanager, where nobody looks for it. */
  const noted = async (silence: Silence): Promise<void> => {
    try {
      await silences.note(silence);
    } catch (cause) {
      if (silence.alertmanager !== undefined) await alertmanager.expire(silence.alertmanager);
      throw cause;
    }
  };

  return {
    alertmanager: alertmanager.isThere,
    begin: async (silence, incident, elsewhere) => {
      const begun = elsewhere ? await writeThere(silence, incident) : { kind: "begun" as const, silence };
      if (begun.kind === "begun" && begun.silence.until !== undefined) await noted(begun.silence);
      return begun;
    },
    end: (silence) => endSilence(silence, { ...deps, expireThere: alertmanager.expire }),
  };
}

/** What fires now of all that a silence covers. */
async function firingOf(silence: Silence, incident: Incident, { store }: SilencingDeps): Promise<readonly Alert[]> {
  const incidents =
    silence.scope.kind === "group"
      ? [incident]
      : (await store.list({ limit: incidentsMax })).incidents
          .map((one) => one.incident)
          .filter((one) => isOpen(one) && covers(silence, one));
  const rows = await Promise.all(incidents.map((one) => store.alerts(one, rowsMax)));
  return rows
    .flat()
    .filter(({ status, alert }) => status === "firing" && alert.source === "alertmanager")
    .map(({ alert }) => alert);
}

/**
 * What Alertmanager is to match: the labels that are equal in all alerts that fire and that masking left alone. Without one
 * that says which alerts they are, it would silence others too, and is refused (protocol 11); likewise where alerts of
 * several severities fire, unless URGENT is to be silent as well.
 */
export function matchersOf({ scope, urgent }: Silence, firing: readonly Alert[]): Matchers {
  const [first, ...others] = firing;
  const common = Object.entries(first?.labels ?? {}).filter(([name, value]) =>
    others.every(({ labels }) => labels[name] === value),
  );
  const matchers = Object.fromEntries(common.filter(([, value]) => value !== "" && value.search(placeholders) < 0));
  // What is silent there never gets here: an URGENT of the same labels would not break the silence (U-46).
  const hidesUrgent = !urgent && matchers.severity === undefined && firing.some(({ labels }) => labels.severity);
  if (hidesUrgent) return { ok: false, label: "severity" };
  if (scope.kind === "group")
    return matchers.alertname === undefined ? { ok: false, label: "alertname" } : { ok: true, matchers };
  const names = Object.values(matchers);
  return names.includes(scope.service) ? { ok: true, matchers } : { ok: false, label: "service" };
}
