import type { Actor } from "../../incident/actor.ts";
import type { Intake } from "../../intake/intake.ts";
import type { Policy } from "../../policy/policy.ts";
import type { Masker } from "../../privacy/masker.ts";
import type { Store } from "../../store/port.ts";
import type { Desk } from "../desk.ts";
import type { Directory, Surface } from "../person.ts";

/** A silence of a whole service, at most 24 h (U-46). */
export type ServiceSilence = {
  readonly service: string;
  /** Absent: in all of them. */
  readonly environment?: string;
  readonly by: Actor;
  readonly where: Surface;
  /** Milliseconds since the epoch. */
  readonly until: number;
  /** Masked. */
  readonly why: string;
  /** Covers URGENT and families of security as well. */
  readonly urgent: boolean;
};

/** What commands join. */
export type CommandDeps = {
  readonly store: Pick<Store, "list" | "find" | "newestOf" | "journal" | "notes">;
  readonly intake: Pick<Intake, "accept">;
  readonly desk: Desk;
  readonly directory: Directory;
  readonly policy: () => Policy;
  /** @throws StoreAway */
  readonly silenceService: (silence: ServiceSilence) => Promise<unknown>;
  /** What people type is masked as what senders send is. */
  readonly mask: Masker;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Where incidents can be linked to, without a slash at the end. */
  readonly publicUrl?: string;
};
