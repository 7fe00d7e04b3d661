import ipaddr from "ipaddr.js";
import type { Detector, Finding } from "./finding.ts";
import { before, scan } from "./finding.ts";
import { sign } from "./signs.ts";

const fourParts = /(?<!\w|\d\.)\d{1,3}(?:\.\d{1,3}){3}(?!\w|\.\d)/g;

/** What makes four parts a version: a word or browser before it, a name glued to it (`nginx-1.2.3.4`), an image, a suffix. */
const versionBefore =
  /(?:(?:versions?|release|revision|firmware|(?<![A-Za-z])(?:v|ver|build|chart|tag|rev))["'”]?\s?[:=]?\s?["'“]?|\/[\w.-]+:|(?<![A-Za-z])(?:chrom(?:e|ium)[/ ]|(?:edg[ea]?|opr|opera|firefox|safari|electron)\/))$/i;
const gluedName = /[A-Za-z_]-$/;
const gluedHost = /(?:^|[^A-Za-z])(?:ip|host|node|addr|address|server|client|src|dst|from|to|peer|vm)-$/i;
const versionAfter =
  /^[-+~](?:rc|alpha|beta|snapshot|pre|dev|build|debian|ubuntu|alpine|hotfix|final|release|ga|lts|git|el\d|[rp]\d)/i;

function isVersion(text: string, start: number, end: number): boolean {
  const said = before(text, start, 24);
  if (gluedName.test(said)) return !gluedHost.test(said);
  return versionBefore.test(said) || versionAfter.test(text.slice(end, end + 12));
}

/** A network's `/24` belongs to it as long as it can be a prefix length. */
const prefixLength = /\/(\d{1,3})(?!\w|\.\d)/y;

/** Mapped IPv4 (`::ffff:10.0.0.1`) is the IPv4 address itself, and IPv6 has one spelling. */
function finding(text: string, address: string, start: number, end: number): Finding {
  const canonical = ipaddr.process(address).toString();
  prefixLength.lastIndex = end;
  const prefix = prefixLength.exec(text)?.[1];
  const maxBits = address.includes(":") ? 128 : 32;
  if (prefix === undefined || Number(prefix) > maxBits) return { start, end, canonical };
  return { start, end: end + 1 + prefix.length, canonical: `${canonical}/${Number(prefix)}` };
}

/** Padded parts are decimal to people, octal to the library: 192.168.001.010. */
const unpadded = (address: string): string => address.replace(/(?<!\d)0+(?=\d)/g, "");

function judgeFour(match: RegExpExecArray, text: string): Finding | null {
  const end = match.index + match[0].length;
  const address = unpadded(match[0]);
  if (!ipaddr.IPv4.isValid(address) || isVersion(text, match.index, end)) return null;
  return finding(text, address, match.index, end);
}

/** Hex groups and colons, at their end not inside a word. */
const colonGroups = /[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,8}(?:\.\d{1,3}){0,3}(?!\w)/g;

/** What may stand before them: no word, unless it is a name that cannot be a hex group (`client:2001:db8::1`). */
const openBefore = /(?:^|[^\w:]|(?:[g-zG-Z_]\w{0,3}|\w{5}):)$/;

/** Eight pairs are a hardware address (EUI-64, WWN). */
const hardware = /^(?:[0-9a-f]{2}:){7}[0-9a-f]{2}$/i;
const unspecifiedContext =
  /(?:ipv6|inet6|addr(?:ess)?|adresse|host|bind|listen(?:ing)?(?: on)?|écoute(?: sur)?)\W{0,3}$/i;

/** Two colons together, or enough for eight groups (the last two may be IPv4). */
const isComplete = (groups: string): boolean => groups.includes("::") || groups.split(":").length >= 7;

/** `Db::Ada` is a name in a program: an address has a digit, or at least three groups. */
const looksNumeric = (groups: string): boolean => /\d/.test(groups) || /[^:]+:+[^:]+:+[^:]/.test(groups);

function judgeColons(match: RegExpExecArray, text: string): Finding | null {
  if (!openBefore.test(before(text, match.index, 6))) return null;
  const groups = match[0].replace(/(?<!:):$/, "");
  if (!isComplete(groups)) return null;
  const end = match.index + groups.length;
  const isUnspecified = groups === "::";
  if (isUnspecified) {
    const isNetwork = /^\/\d{1,3}(?!\w)/.test(text.slice(end, end + 5));
    if (!isNetwork && !unspecifiedContext.test(before(text, match.index, 24))) return null;
  } else if (!looksNumeric(groups) || hardware.test(groups)) return null;
  return ipaddr.IPv6.isValid(groups) ? finding(text, groups, match.index, end) : null;
}

/** IPv4 addresses and networks. */
export const fourPartAddresses: Detector = {
  kind: "ip",
  signs: sign.dots,
  find: (text) => scan(text, fourParts, judgeFour),
};

/** IPv6 addresses and networks. */
export const colonAddresses: Detector = {
  kind: "ip",
  signs: sign.colons,
  find: (text) => scan(text, colonGroups, judgeColons),
};
