/** Where a Redis is and how it is spoken to, read from its address. */
export type RedisAddress = {
  readonly kind: "single" | "sentinel" | "cluster";
  readonly hosts: readonly { readonly host: string; readonly port: number }[];
  readonly tls: boolean;
  readonly username?: string;
  readonly password?: string;
  readonly db: number;
  /** The group of servers that the sentinels watch. */
  readonly master?: string;
  /** The address without its user and password; what people may read. */
  readonly shown: string;
};

const form =
  /^redis(?<tls>s?)(?:\+(?<kind>sentinel|cluster))?:\/\/(?:(?<user>[^@/]*)@)?(?<hosts>[^@/?#]+)(?:\/(?<path>[^@?#]*))?$/;
const hostForm = /^(?:\[(?<six>[0-9a-fA-F:.]+)\]|(?<name>[^:[\]]+))(?::(?<port>\d{1,5}))?$/;
const defaultPort = { single: 6379, sentinel: 26379, cluster: 6379 } as const;

/**
 * Reads the address of a Redis. With `rediss` in place of `redis` it is spoken to over TLS.
 *
 * - `redis://[[user]:password@]host[:6379][/db]`
 * - `redis+sentinel://[[user]:password@]host[:26379][,host…]/master[/db]`
 * - `redis+cluster://[[user]:password@]host[:6379][,host…]`
 *
 * User and password are those of the data servers and are percent-decoded.
 *
 * @throws Error that says what is wrong with it, without a word of its user and password
 */
export function parseRedisUrl(url: string): RedisAddress {
  const groups = form.exec(url)?.groups;
  if (!groups) throw faulty("want redis://[user:password@]host[:port][/db]; a password with @ or / is percent-encoded");
  const kind = groups.kind === "sentinel" || groups.kind === "cluster" ? groups.kind : "single";
  const hosts = (groups.hosts ?? "").split(",").map((text) => parseHost(text, defaultPort[kind]));
  if (kind === "single" && hosts.length > 1) throw faulty("several hosts want redis+sentinel:// or redis+cluster://");
  const path = (groups.path ?? "").split("/").filter((part) => part !== "");
  const master = kind === "sentinel" ? path.shift() : undefined;
  if (kind === "sentinel" && !master) throw faulty("redis+sentinel:// wants the name of the master after the hosts");
  const [db = "0", ...more] = path;
  if (!/^\d{1,4}$/.test(db) || more.length > 0) throw faulty("the number of the database is not a number");
  if (kind === "cluster" && path.length > 0) throw faulty("a cluster has no numbered databases");
  return {
    kind,
    hosts,
    tls: groups.tls === "s",
    db: Number(db),
    ...(master && { master }),
    ...credentials(groups.user),
    shown: url.replace(/\/\/[^@/]*@/, "//"),
  };
}

function parseHost(text: string, otherwise: number): { host: string; port: number } {
  const groups = hostForm.exec(text)?.groups;
  const host = groups?.six ?? groups?.name;
  const port = Number(groups?.port ?? otherwise);
  if (!host || port < 1 || port > 65_535) throw faulty("a host is not host:port");
  return { host, port };
}

function credentials(user: string | undefined): { username?: string; password?: string } {
  if (!user) return {};
  const [name = "", ...rest] = user.split(":");
  try {
    return {
      ...(name && { username: decodeURIComponent(name) }),
      ...(rest.length > 0 && { password: decodeURIComponent(rest.join(":")) }),
    };
  } catch {
    throw faulty("its user or password is not percent-encoded");
  }
}

function faulty(what: string): Error {
  return new Error(`VIGIE_STORE is not the address of a Redis: ${what}.`);
}
