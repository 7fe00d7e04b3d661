import type { Locale } from "../words/locale.ts";
import type { Form, FormFault, Values } from "./form.ts";
import type { Account, Surface } from "./person.ts";

/** Somebody pressed something (DESIGN 4). */
export type Press = {
  /** The id in `vigie:<handler>`; anything may stand there. */
  readonly handler: string;
  readonly incident: { readonly groupId: string; readonly uid: string } | { readonly number: number };
  /** The journal version that the person had read (protocol 12.5); absent where the surface shows none: as it is now. */
  readonly version?: number;
  readonly account: Account;
  /** The form's values; absent when the button itself was pressed. */
  readonly values?: Values;
  readonly where: Surface;
  readonly locale: Locale;
};

/** Which incident a press was about, as it is now. */
export type About = {
  readonly number: number;
  readonly groupId: string;
  readonly uid: string;
  readonly version: number;
};

/**
 * What a press comes to. `said` is for the presser alone, in their language.
 * - `form`: asks first; the values come back with a further press, of the same handler and `about.version`.
 * - `refused`: nothing was done and the journal says so; `code` is one of `PressRefusal`, `ActRefusal` or `stale`.
 */
export type Pressed =
  | { readonly kind: "done"; readonly said: string; readonly about: About }
  | { readonly kind: "form"; readonly form: Form; readonly about: About }
  | { readonly kind: "faulty"; readonly faults: readonly FormFault[]; readonly about: About }
  | { readonly kind: "refused"; readonly code: string; readonly said: string; readonly about: About }
  | { readonly kind: "missing"; readonly said: string };

/** The one way of every press, whatever the surface: who, may they, is it offered, what does it ask, do it. */
export type Desk = {
  /** @throws StoreAway when it cannot be stored now: say so, nothing was done */
  readonly press: (press: Press) => Promise<Pressed>;
};
