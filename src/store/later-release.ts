/**
 * After so long a mark whose subject only a later release knows is looked at again, in ms. It stays in the queue as it
 * is, is handed to nobody and is no failure (protocol 10.3): a replica of the later release may be there already, so
 * that it must not wait for long, and after a step back to this release a look each minute costs nothing.
 */
export const passOverMs = 60_000;
