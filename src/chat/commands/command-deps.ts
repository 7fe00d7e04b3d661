import type { AutomationState } from "../../incident/actions/automation-state.ts";
import type { Actor } from "../../incident/actor.ts";
import type { Silence } from "../../incident/silence.ts";
import type { Intake } from "../../intake/intake.ts";
import type { Policy } from "../../policy/policy.ts";
import type { Masker } from "../../privacy/masker.ts";
import type { Store } from "../../store/port.ts";
import type { Desk } from "../desk.ts";
import type { Directory } from "../person.ts";

/** What commands join. */
export type CommandDeps = {
  readonly store: Pick<Store, "list" | "find" | "newestOf" | "journal" | "notes">;
  readonly intake: Pick<Intake, "accept" | "ask">;
  readonly desk: Desk;
  readonly directory: Directory;
  readonly policy: () => Policy;
  /** Keeps a silence for what is still to come. @throws StoreAway */
  readonly noteSilence: (silence: Silence) => Promise<unknown>;
  /** The kill switch (U-06): how it stands, and switching it. @throws StoreAway */
  readonly automation: {
    readonly read: () => Promise<AutomationState>;
    readonly turn: (to: AutomationState["is"], by: Actor) => Promise<AutomationState>;
  };
  /** 64 random bits in hex. */
  readonly newId: () => string;
  /** What people type is masked as what senders send is. */
  readonly mask: Pick<Masker, "text" | "label">;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Where incidents can be linked to, without a slash at the end. */
  readonly publicUrl?: string;
};
