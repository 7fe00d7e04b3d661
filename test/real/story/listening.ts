export const listenTimeOutMs = 60_000;

/** Where a program of Prometheus' family listens: `host:port` from its log, so that it may choose a free port itself. */
export function listening([, address = ""]: RegExpMatchArray): string {
  return address;
}
listening.line = /msg="Listening on" address=(127\.0\.0\.1:\d+)/;
