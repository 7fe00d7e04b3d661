/** What stands behind an actor: the token of `VIGIE_API_TOKEN`, the person by e-mail or account, or both. */
type Behind = { readonly token?: string; readonly person?: string };

const person = /^person:(?<person>.+)$/s;
const throughToken = /^(?<token>api:[\w-]+)(?: for (?<person>.+))?$/s;
/** Where a long id was cut (`boundedActor`). */
const cut = /….*$/s;

/**
 * Whether two actors may be one: the same person in a chat and through a token, or the same token for two people. Four eyes
 * count them once (protocol 12.3, behaviour 6). Two that begin alike and were cut count once, too.
 */
export function isSamePerson(one: string, other: string): boolean {
  if (one === other) return true;
  const [a, b] = [behind(one), behind(other)];
  if (a.token !== undefined && a.token === b.token) return true;
  if (a.person === undefined || b.person === undefined) return false;
  return a.person === b.person || isCutOf(a.person, b.person) || isCutOf(b.person, a.person);
}

function behind(actor: string): Behind {
  return (throughToken.exec(actor) ?? person.exec(actor))?.groups ?? {};
}

function isCutOf(short: string, long: string): boolean {
  return cut.test(short) && long.startsWith(short.replace(cut, ""));
}
