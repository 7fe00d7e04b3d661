import { looksRandom } from "./looks-random.ts";
import { isPlaceholder } from "./placeholder.ts";
import { isSecretByName } from "./secret-names.ts";

/** What a link needs of the masker: all kinds, keys in the path of a webhook, and the placeholder of a secret. */
export type LinkMasks = {
  readonly text: (value: string) => string;
  readonly webhook: (value: string) => string;
  readonly secret: (value: string) => string;
};

/** Parameters that hold a secret when their value looks like one: `key=AIza…`, `code=4/0Ab…`, `sig=…`. */
const doubtfulName = /^(?:code|key|sig|signature|sid|session)$/i;

/** Links inside links are encoded again and again; nobody needs more than this. */
const maxDecodings = 3;

/** Decodes what can be decoded and leaves the rest as it is. */
function decodeOnce(part: string): string {
  return part.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run; // Not UTF-8, so no character that we could look for.
    }
  });
}

function decode(part: string): string {
  let decoded = part;
  for (let times = 0; times < maxDecodings && decoded.includes("%"); times++) decoded = decodeOnce(decoded);
  return decoded;
}

/** As the URL standard encodes a query; colons need no encoding behind the host, and placeholders stay readable. */
const encode = (part: string): string =>
  encodeURIComponent(part.toWellFormed()).replaceAll("%3A", ":").replaceAll("'", "%27");

/** A plus is a plus in `+33612345678` and a blank in `06+12+34+56+78`: looked at both ways. */
function maskBothWays(decoded: string, masks: LinkMasks): string {
  const masked = masks.text(decoded);
  const spaced = masked.replaceAll("+", " ");
  const maskedSpaced = spaced === masked ? masked : masks.text(spaced);
  return maskedSpaced === spaced ? masked : maskedSpaced;
}

/** One path segment or parameter; it comes back byte for byte when nothing in it is masked. */
function maskPart(raw: string, masks: LinkMasks): string {
  if (raw === "") return raw;
  const equals = raw.indexOf("=");
  const rawName = raw.slice(0, equals + 1);
  const name = decode(raw.slice(0, Math.max(0, equals)));
  const value = decode(raw.slice(equals + 1));
  const isSecret = isSecretByName(name, value) || (doubtfulName.test(name) && looksRandom(value));
  if (isSecret && value !== "") return isPlaceholder(value) ? raw : rawName + masks.secret(value);
  const decoded = equals < 0 ? value : `${name}=${value}`;
  const masked = maskBothWays(decoded, masks);
  if (masked === decoded) return raw;
  return equals >= 0 && masked.startsWith(`${name}=`)
    ? rawName + encode(masked.slice(name.length + 1))
    : encode(masked);
}

const maskParts = (text: string, masks: LinkMasks): string =>
  text
    .split(/([/?&;#])/)
    .map((part, index) => (index % 2 === 0 ? maskPart(part, masks) : part))
    .join("");

/** Links whose path is a key are told by their host: both are looked at together first. */
function maskPath(host: string, path: string, masks: LinkMasks): string {
  const masked = masks.webhook(host + path);
  return maskParts(masked.startsWith(host) ? masked.slice(host.length) : path, masks);
}

function maskOnce(value: string, masks: LinkMasks): string | null {
  const url = URL.parse(value);
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:")) return null;
  const { protocol, host, pathname, search, hash } = url;
  return `${protocol}//${host}${maskPath(host, pathname, masks)}${maskParts(search, masks)}${maskParts(hash, masks)}`;
}

/** The second round nearly always changes nothing; see `rewrite`. */
const maxRounds = 4;

/**
 * Masks an http(s) link and gives it in the spelling of the URL standard: user info is dropped (a browser would send a
 * placeholder as the password), path, query and fragment are masked, the host is kept, since a masked host is a dead
 * link. Null for everything else: other schemes, relative links, no links.
 * @see https://url.spec.whatwg.org/#url-parsing
 */
export function maskLink(value: string, masks: LinkMasks): string | null {
  let masked = maskOnce(value, masks);
  for (let round = 1; round < maxRounds && masked !== null; round++) {
    const next = maskOnce(masked, masks);
    if (next === masked) break;
    masked = next;
  }
  return masked;
}
