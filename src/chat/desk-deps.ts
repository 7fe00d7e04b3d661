import type { Incident } from "../incident/incident.ts";
import type { Silence } from "../incident/silence.ts";
import type { Intake } from "../intake/intake.ts";
import type { Meter } from "../meter.ts";
import type { Policy } from "../policy/policy.ts";
import type { Masker } from "../privacy/masker.ts";
import type { Store } from "../store/port.ts";
import type { Handler } from "./handler.ts";
import type { Directory } from "./person.ts";

/**
 * A silence that is kept, or why it cannot be written to Alertmanager: no label that masking left alone says which alerts it
 * would be about, or Alertmanager did not take it.
 */
export type Begun =
  | { readonly kind: "begun"; readonly silence: Silence }
  | { readonly kind: "unknown-there"; readonly label: string }
  | { readonly kind: "away" };

/** Keeps silences for what comes later, and writes them to Alertmanager where a person asked for it (behaviour 3). */
export type DeskSilencing = {
  /** Whether there is an Alertmanager to write to. */
  readonly alertmanager: boolean;
  /** Before it takes effect here; answers with its id in Alertmanager where it was written there. */
  readonly begin: (silence: Silence, incident: Incident, elsewhere: boolean) => Promise<Begun>;
  readonly end: (silence: Silence) => Promise<void>;
};

/** What the desk joins. */
export type DeskDeps = {
  readonly store: Pick<Store, "find" | "newestOf" | "alerts">;
  readonly intake: Pick<Intake, "ask">;
  readonly directory: Directory;
  readonly policy: () => Policy;
  readonly handlers: readonly Handler[];
  readonly silencing: DeskSilencing;
  /** What people type is masked as what senders send is. */
  readonly mask: Pick<Masker, "text">;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** 64 random bits in hex. */
  readonly newId: () => string;
  readonly meter: Meter;
};
