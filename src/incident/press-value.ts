import type { CardAbout } from "./card.ts";

/** Every button's id begins so, in Slack as in Teams (DESIGN 6); its handler follows. */
export const handlerPrefix = "vigie:";

/** A menu's id, whose options name their handler: `<handler>:<value>`. */
export const menuAction = "vigie:menu";

const id = "~[\\w-]{1,80}|[\\w-]{22}";
/** Ids of another kind, and what releases before this one wrote. */
const longPattern = new RegExp(`^(?<group>${id}):(?<incident>${id}):(?<version>\\d{1,12})$`);
/** Two ids of 128 bits, side by side, and the version to the base 36. */
const shortPattern = /^(?<ids>[\w-]{43})\.(?<version>[0-9a-z]{1,8})$/;
const hexId = /^[0-9a-f]{32}$/;

/**
 * What a button carries, as one short string of ids (DESIGN 4). The version is what the person had read. With the longest
 * handler's name before it, it fits 75 characters, which is all that options of menus held in Slack for years.
 */
export function pressValue({ groupId, uid, version }: CardAbout): string {
  if (hexId.test(groupId) && hexId.test(uid))
    return `${Buffer.from(groupId + uid, "hex").toString("base64url")}.${version.toString(36)}`;
  return `${writeId(groupId)}:${writeId(uid)}:${version}`;
}

/** Reads what `pressValue` wrote, also in releases before this one; `null` for any other string. */
export function readPressValue(value: string): CardAbout | null {
  const short = shortPattern.exec(value)?.groups;
  if (short?.ids !== undefined && short.version !== undefined) {
    const ids = Buffer.from(short.ids, "base64url").toString("hex");
    return { groupId: ids.slice(0, 32), uid: ids.slice(32), version: Number.parseInt(short.version, 36) };
  }
  const { group, incident, version } = longPattern.exec(value)?.groups ?? {};
  if (group === undefined || incident === undefined || version === undefined) return null;
  return { groupId: readId(group), uid: readId(incident), version: Number(version) };
}

/** 128 bits in hex take 22 characters; any other id is written as it is, behind a tilde. */
function writeId(written: string): string {
  return hexId.test(written) ? Buffer.from(written, "hex").toString("base64url") : `~${written}`;
}

function readId(short: string): string {
  return short.startsWith("~") ? short.slice(1) : Buffer.from(short, "base64url").toString("hex");
}
