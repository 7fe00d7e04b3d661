/**
 * How loud an entry is where it is told (cards 6, behaviour 4).
 * - `quiet`: in the thread, for whoever reads it.
 * - `calls`: in the thread as well, and whoever it is about is mentioned, so that they hear of it and nobody else.
 * - `rings`: as a new message to the whole channel. Behaviour 4 is the closed list of these.
 */
export type Telling = "quiet" | "calls" | "rings";
