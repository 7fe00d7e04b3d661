import type { CardAbout } from "./card.ts";

/** Every button's id begins so, in Slack as in Teams (DESIGN 6); its handler follows. */
export const handlerPrefix = "vigie:";

/** A menu's id, whose options name their handler: `<handler>:<value>`. */
export const menuAction = "vigie:menu";

const id = "~[\\w-]{1,80}|[\\w-]{22}";
const pattern = new RegExp(`^(?<group>${id}):(?<incident>${id}):(?<version>\\d{1,12})$`);

/**
 * What a button carries, as one short string of ids (DESIGN 4). The version is what the person had read. With the longest
 * handler's name before it, it fits 75 characters, which is all that options of menus held in Slack for years.
 */
export function pressValue({ groupId, uid, version }: CardAbout): string {
  return `${shorten(groupId)}:${shorten(uid)}:${version}`;
}

/** Reads what `pressValue` wrote; `null` for any other string. */
export function readPressValue(value: string): CardAbout | null {
  const { group, incident, version } = pattern.exec(value)?.groups ?? {};
  if (group === undefined || incident === undefined || version === undefined) return null;
  return { groupId: lengthen(group), uid: lengthen(incident), version: Number(version) };
}

/** 128 bits in hex take 22 characters; any other id is written as it is, behind a tilde. */
function shorten(written: string): string {
  return /^[0-9a-f]{32}$/.test(written) ? Buffer.from(written, "hex").toString("base64url") : `~${written}`;
}

function lengthen(short: string): string {
  return short.startsWith("~") ? short.slice(1) : Buffer.from(short, "base64url").toString("hex");
}
