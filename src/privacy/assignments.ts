import type { Detector, Finding } from "./finding.ts";
import { scan } from "./finding.ts";
import { looksRandom } from "./looks-random.ts";
import { sign } from "./signs.ts";

const passwordWords = "password|passphrase|passcode|passwd|(?<![A-Za-z])(?:pass|pwd|pw|mdp)|mot[ _-]?de[ _-]?passe";
const keyWords =
  "token|jeton|secret|credentials?|api[ _-]?key|authorization|signature|(?<![A-Za-z])sig" +
  "|(?:access|account|auth|encryption|integration|license|master|private|routing|secret|service|shared|signing|webhook)[ _-]?key" +
  "|clé (?:d['’])?(?:api|accès|intégration|secrète|privée|routage)";

const sayIs = `["'\\\\]{0,3}\\s{0,3}(?:=>|:=|[:=]{1,2}|(?<=\\s)(?:is|est)(?=\\s))\\s{0,3}`;
const scheme = `(?:["'\\\\]{0,2}(?:bearer|basic|token|digest|negotiate|apikey|geniekey|splunk)\\s{1,3})?`;

/** What a pattern reads of a value; a longer one is taken to its end once it is believed. */
const readChars = 512;

/** A value in quotes, or up to the next blank. It ends the match. */
const value =
  `(?:\\\\?"(?<double>[^"\\\\\\n]{1,${readChars}})|'(?<single>[^'\\n]{1,${readChars}})` +
  `|(?<bare>[^\\s"']\\S{0,${readChars - 1}}))`;

/** The end of a value without quotes: a closing quote, or a separator before the next name. */
const bareEnd = /["'`](?=[\s,;:)}\]]|$)|[,;&|](?=$|[\w.-]{1,40}["'\\]{0,3}[=:])/;
const trailing = /[.,;:)\]}"'`\\]{1,8}$/;

/** Not a value but a template, a mask, a variable, another operator. */
const notAValue =
  /^(?:\{\{|\$[{(]|\$[A-Z_]+$|<|\*{3}|x{4}|\[?(?:redacted|masked|hidden|filtered|masqué)|[~!=]|%[sv]|process\.env|os\.environ|[.…_-]+$)/i;

/** What is said of a password instead of the password, in English and French. */
const states = new Set(
  (
    "a about age any authentication auth been being changed change correct could default does empty error errors expire " +
    "expired expires expiring expiry failed failure false from has hash hashed have in incorrect invalid is less locked " +
    "login manager missing mismatch must need needs never new nil no none not null of old ok on optional or policy prompt " +
    "refused rejected required reset rotated rotation set should still stored the to too true undefined unknown unset " +
    "update updated user users valid was weak were will wrong yes " +
    "absent absente changé changée correct défaut doit en erroné erronée est expiré expirée expirera faible inconnu inconnue " +
    "incorrecte introuvable invalide le la les manquant manquante modifié modifiée non obligatoire oublié oubliée ou périmé " +
    "refusé rejeté requis requise réinitialisé rejetée trop un une valide vide vrai faux à"
  ).split(" "),
);

/** Whether what stands behind `head` (`password = `) is a secret or only a word of the sentence. */
type Believe = (value: string, head: string) => boolean;

/** `pass=12` counts tests, and `PWD=/app` is where a process works. */
const shortName = /^(?:pass|pwd|pw)\W/i;
const notOfShortName = /^(?:[\d.%]+$|\/)/;

/** After `is` comes a sentence more often than a password: `the password is weak`. */
const said = /\s(?:is|est)\s+$/i;
const wordOnly = /^[\p{L}'’-]+$/u;

const believePassword: Believe = (text, head) =>
  !states.has(text.toLowerCase()) &&
  !(shortName.test(head) && notOfShortName.test(text)) &&
  !(said.test(head) && wordOnly.test(text));

/** Digits alone are a key, except that tokens are also what models count. */
const believeKey: Believe = (text, head) =>
  looksRandom(text) || (/^\d{8,}$/.test(text) && !/^(?:token|jeton)/i.test(head));

/** `-u 1000:1000` is a user and a group. */
const believeUser: Believe = (text) => /^[^:]+:[^:/]/.test(text) && !/^\d+:\d+$/.test(text);
const believePasswordFlag: Believe = (text) => !text.startsWith("-") && !states.has(text.toLowerCase());

/** `Basic …` is base64 of `user:password`. @see RFC 7617, section 2 */
const believeBasic: Believe = (text) =>
  /^[\x20-\x7e]*:[\x20-\x7e]*$/.test(Buffer.from(text, "base64").toString("latin1"));

function judge(match: RegExpExecArray, text: string, believe: Believe): Finding | null {
  const { double, single, bare } = match.groups ?? {};
  const captured = double ?? single ?? bare ?? "";
  const start = match.index + match[0].length - captured.length;
  const read = bare === undefined ? captured : bare.slice(0, bareEnd.exec(bare)?.index).replace(trailing, "");
  if (read === "" || notAValue.test(read) || !believe(read, match[0].slice(0, -captured.length))) return null;
  const end = start + read.length;
  const rest = read.length < readChars ? "" : (restOf(double, single).exec(text.slice(end))?.[0] ?? "");
  return { start, end: end + rest.length, canonical: read + rest };
}

function restOf(double: string | undefined, single: string | undefined): RegExp {
  if (double !== undefined) return /^[^"\n]*/;
  return single === undefined ? /^\S*/ : /^[^'\n]*/;
}

const detector = (signs: number, pattern: string, believe: Believe): Detector => {
  const compiled = new RegExp(pattern, "gi");
  return { kind: "secret", signs, find: (text) => scan(text, compiled, (match) => judge(match, text, believe)) };
};

/** `Cookie: name=value; name=value`, as browsers send it and servers set it. @see RFC 6265, section 4 */
const cookieHead = /(?<![A-Za-z])(?:set-)?cookie["'\\]{0,3}\s{0,3}[:=]\s{0,3}["'\\]{0,2}(?=[\w.-]{1,64}=[^\s;"'=~])/gi;
const cookiePairs = /(?:[\w.-]{1,64}=[^\s;"']*;? ?)*/y;

/** Attributes that a server writes beside a cookie; alone they are no secret. */
const attribute = /^(?:path|domain|expires|max-age|samesite|secure|httponly)=/i;

function judgeCookies(match: RegExpExecArray, text: string): Finding | null {
  const start = match.index + match[0].length;
  cookiePairs.lastIndex = start;
  const pairs = (cookiePairs.exec(text)?.[0] ?? "").trimEnd().replace(trailing, "");
  if (pairs === "" || attribute.test(pairs)) return null;
  return { start, end: start + pairs.length, canonical: pairs };
}

const cookies: Detector = {
  kind: "secret",
  signs: sign.assignment,
  find: (text) => scan(text, cookieHead, judgeCookies),
};

const assigned = sign.assignment | sign.longWord | sign.doubleS;
const flag = "(?<=^|\\s)";

/** Secrets that can be told by the word before them. */
export const assignments: readonly Detector[] = [
  cookies,
  detector(sign.assignment | sign.doubleS, `(?:${passwordWords})${sayIs}${value}`, believePassword),
  detector(sign.assignment | sign.longWord, `(?:${keyWords})${sayIs}${scheme}${value}`, believeKey),
  detector(sign.longWord, `${flag}--[\\w-]{0,30}password[ =]${value}`, believePasswordFlag),
  detector(sign.longWord, `${flag}--[\\w-]{0,30}(?:token|secret|key)[ =]${value}`, looksRandom),
  detector(sign.assignment | sign.longWord, `${flag}(?:-u|--user)[ =]${value}`, believeUser),
  detector(assigned, `(?<![A-Za-z])bearer\\s{1,3}(?<bare>[\\w.~+/=-]{8,${readChars}})`, looksRandom),
  detector(assigned, `(?<![A-Za-z])basic\\s{1,3}(?<bare>[\\w+/=-]{8,${readChars}})`, believeBasic),
];
