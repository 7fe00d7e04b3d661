import type { Detector, Finding } from "./finding.ts";
import { sign } from "./signs.ts";

const atSigns = /@|%40/g;

/** Read backwards from the at sign. */
const localPart = /(?<=([\p{L}\p{M}\p{N}._%+'’-]{1,64}))/uy;

const domain = /(?:[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}-]{0,62}\.){1,8}(?:xn--[a-z0-9-]{2,59}|\p{L}[\p{L}\p{M}]{1,23})/iuy;

/** What a sentence leaves hanging before a local part: a dot, a quote, a French elision (`d'alice@…`). */
const notLocal = /^(?:[.'’%+-]+|(?:[cdjlmnst]|qu)['’](?=[^.]))+/i;

/** `getty@tty1.service` names a unit of systemd. @see https://www.freedesktop.org/software/systemd/man/systemd.unit.html */
const systemdUnit = /\.(?:service|socket|device|mount|automount|swap|target|path|timer|slice|scope)$/i;

/** One address around an at sign, looked for outwards within the lengths of RFC 5321 (64 and 255). */
function around(text: string, at: RegExpExecArray): Finding | null {
  localPart.lastIndex = at.index;
  const local = localPart.exec(text)?.[1]?.replace(notLocal, "");
  if (!local || local === "git") return null; // git@github.com is everybody.
  domain.lastIndex = at.index + at[0].length;
  const host = domain.exec(text)?.[0];
  if (!host || systemdUnit.test(host)) return null;
  return { start: at.index - local.length, end: domain.lastIndex, canonical: `${local}@${host}`.toLowerCase() };
}

/** E-mail addresses, international ones too; also with the at sign encoded as in links (`%40`). */
export const emails: Detector = {
  kind: "email",
  signs: sign.at,
  find: (text) => {
    const findings: Finding[] = [];
    for (const at of text.matchAll(atSigns)) {
      const finding = around(text, at);
      const last = findings.at(-1);
      if (finding && (!last || finding.start >= last.end)) findings.push(finding);
    }
    return findings;
  },
};
