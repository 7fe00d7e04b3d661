import { type Incident, lasts } from "./incident.ts";

/** Stakeholders hear something at least so often while an Incident Commander leads (U-26). */
const updateEveryMs = 30 * 60_000;

/** When the card rings again for want of an acknowledgement (`remind:`, behaviour 4); `undefined` where it does not. */
export function remindDueAt(incident: Incident): number | undefined {
  const { patience, acknowledged, reminded, openedAt, reopenedAt = 0, promoted } = incident;
  if (!lasts(incident) || acknowledged || patience?.remindEveryMs === undefined) return undefined;
  return (reminded?.at ?? Math.max(openedAt, reopenedAt, promoted?.at ?? 0)) + patience.remindEveryMs;
}

/** Whoever was just woken is left so long to take command unasked; U-26 wants the question within five minutes. */
const commanderAfterMs = 2 * 60_000;

/** When an Incident Commander is asked for: at URGENT, once; `undefined` where none is wanted, or was asked for (U-26). */
export function commanderDueAt(incident: Incident): number | undefined {
  const { severity, commander, commanderAskedAt, openedAt, reopenedAt = 0, promoted } = incident;
  if (!lasts(incident) || severity !== "urgent" || commander || commanderAskedAt !== undefined) return undefined;
  return Math.max(openedAt, reopenedAt, promoted?.at ?? 0) + commanderAfterMs;
}

/** When the next word to stakeholders is due: when it was promised, else every half hour of a commander's (U-26). */
export function updateDueAt(incident: Incident): number | undefined {
  const { commander, update, updateAskedAt } = incident;
  if (!lasts(incident)) return undefined;
  const from = Math.max(update?.at ?? 0, commander?.at ?? 0);
  const due = update?.nextAt ?? (commander ? from + updateEveryMs : undefined);
  if (due === undefined) return undefined;
  const asked = updateAskedAt !== undefined && updateAskedAt >= due ? updateAskedAt : undefined;
  return asked === undefined ? due : asked + updateEveryMs;
}
