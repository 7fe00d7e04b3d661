import type { Alert } from "./alert/alert.ts";
import type { AutomationState } from "./incident/actions/automation-state.ts";
import type { Actor } from "./incident/actor.ts";
import { ownAlert } from "./incident/own-alert.ts";
import { automationIn, automationName, switchAutomation } from "./remediation/automation.ts";
import type { Store } from "./store/port.ts";

/** The kill switch (U-06): what Vigie does by itself, in all of the installation. */
export type AutomationSwitch = {
  /** @throws StoreAway */
  readonly read: () => Promise<AutomationState>;
  /** Also says it in Vigie's own incident, whose journal keeps who and when. @throws StoreAway: then try again */
  readonly turn: (to: AutomationState["is"], by: Actor) => Promise<AutomationState>;
};

export type AutomationSwitchDeps = {
  readonly store: Pick<Store, "kept" | "swap">;
  /** Takes in an alert (`intake.accept`). */
  readonly accept: (alert: Alert) => Promise<void>;
  /** Asks open incidents to look again at what may be done about them. */
  readonly lookAgain: () => Promise<void>;
  readonly now: () => number;
};

export function createAutomationSwitch({ store, accept, lookAgain, now }: AutomationSwitchDeps): AutomationSwitch {
  return {
    read: async () => automationIn(await store.kept(automationName)),
    turn: async (to, by) => {
      const state = await switchAutomation(store, to, { by, at: now() });
      const { said } = state;
      // Said again where it was so already: whoever switched first may not have come to saying it.
      if (said) await accept(ownAlert(troubleOf(to, said, now())));
      await lookAgain();
      return state;
    },
  };
}

function troubleOf(to: AutomationState["is"], { by, at }: NonNullable<AutomationState["said"]>, now: number) {
  const about = { reason: "automation-off", is: to, by, at, subject: automationName } as const;
  return { ...about, status: to === "off" ? "firing" : "resolved", now } as const;
}
