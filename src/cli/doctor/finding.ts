import type { Config } from "../../config.ts";
import type { Policy } from "../../policy/policy.ts";
import type { VendorAccess } from "../../vendor-access.ts";
import type { DoctorWords } from "../../words/doctor.ts";
import type { Locale } from "../../words/locale.ts";

/** What a check found: `ok`; `note`: it works, and could work better; `wrong`: somebody would not be told, or not heard. */
export type Finding = {
  readonly about: keyof DoctorWords["about"];
  readonly level: "ok" | "note" | "wrong";
  /** What is so, and for `wrong` what to click to mend it. */
  readonly says: string;
};

/** What a check is given. */
export type Patient = {
  readonly config: Config;
  readonly policy: Policy;
  readonly access: VendorAccess;
  readonly locale: Locale;
  readonly words: DoctorWords;
  readonly fetch: typeof fetch;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Where the service of this environment listens. */
  readonly serviceUrl: string;
};

/** Looks at one vendor or part, for real; never rejects for what is wrong there. */
export type Check = (patient: Patient) => Promise<readonly Finding[]>;

/** Findings of one part. */
export function findingsOf(about: Finding["about"]) {
  return (level: Finding["level"], says: string): Finding => ({ about, level, says });
}
