import type { CardAbout } from "./card.ts";

/** Every button's id begins so, in Slack as in Teams (DESIGN 6); its handler follows. */
export const handlerPrefix = "vigie:";

/** A menu's id, whose options name their handler: `<handler>:<value>`. */
export const menuAction = "vigie:menu";

const pattern = /^(?<groupId>[\w-]{1,80}):(?<uid>[\w-]{1,64}):(?<version>\d{1,12})$/;

/** What a button carries, as one short string of ids (DESIGN 4). The version is what the person had read. */
export function pressValue({ groupId, uid, version }: CardAbout): string {
  return `${groupId}:${uid}:${version}`;
}

/** Reads what `pressValue` wrote; `null` for any other string. */
export function readPressValue(value: string): CardAbout | null {
  const { groupId, uid, version } = pattern.exec(value)?.groups ?? {};
  if (groupId === undefined || uid === undefined || version === undefined) return null;
  return { groupId, uid, version: Number(version) };
}
