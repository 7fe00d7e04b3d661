/** An address as `fetch` takes it: without its user info, which goes as Basic. */
export function requestTo(address: string) {
  const url = new URL(address);
  const userInfo = `${decoded(url.username)}:${decoded(url.password)}`;
  url.username = "";
  url.password = "";
  const headers: Record<string, string> =
    userInfo === ":" ? {} : { authorization: `Basic ${Buffer.from(userInfo).toString("base64")}` };
  return { url: url.href, headers };
}

/** A password with a bare percent sign is what it is. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
