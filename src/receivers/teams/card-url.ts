import { webAddress } from "../../incident/draw.ts";

const schemeAndHost = /^https?:\/\/[^/?#]*/;

/**
 * An address as Adaptive Cards wants it: http(s) and RFC 3986, which is stricter than what browsers write (`|`, `{`, `^`,
 * a second `#`, a lone `%`).
 *
 * @returns `null` for what is not to be linked
 */
export function cardUrl(url: string): string | null {
  const address = webAddress(url);
  if (address === null) return null;
  const [origin = ""] = schemeAndHost.exec(address) ?? [];
  const [path = "", ...fragments] = address.slice(origin.length).split("#");
  const rest = [path, fragments.join("%23")].slice(0, fragments.length === 0 ? 1 : 2).join("#");
  return (
    origin + rest.replaceAll(/%(?![0-9a-f]{2})/gi, "%25").replaceAll(/[^\w.~:/?#@!$&'()*+,;=%-]/g, encodeURIComponent)
  );
}
