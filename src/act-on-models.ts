import { type AutomationSwitch, createAutomationSwitch } from "./automation-switch.ts";
import { type ChangesService, createChangesService } from "./changes-service.ts";
import type { Config } from "./config.ts";
import { prometheusAccess } from "./diagnostics/prometheus.ts";
import { hidingSecrets } from "./hide-secrets.ts";
import { lookAgainAtAll } from "./intake/changes.ts";
import type { Intake } from "./intake/intake.ts";
import type { Log } from "./log.ts";
import type { Meter } from "./meter.ts";
import type { PolicyInForce } from "./policy-in-force.ts";
import type { Masker } from "./privacy/masker.ts";
import type { Probe } from "./probe.ts";
import { createProviders } from "./remediation/providers/create-providers.ts";
import type { Remediation } from "./remediation/remediation-deps.ts";
import { createRemediationService } from "./remediation-service.ts";
import type { Store } from "./store/port.ts";
import { createVault, type Vault } from "./vault.ts";
import { watchedVersions } from "./watched-versions.ts";
import type { World } from "./world.ts";

export type ActOnModelsDeps = {
  readonly config: Pick<Config, "env" | "remediation" | "secrets">;
  readonly store: Store;
  readonly intake: Pick<Intake, "accept">;
  /** Stores what was learnt of a run (`intake.tell`, exercises included). */
  readonly tell: Intake["tell"];
  readonly inForce: Pick<PolicyInForce, "read">;
  readonly mask: Masker;
  readonly maskKey: string;
  readonly world: World;
  /** Called when marks were set. */
  readonly marked: () => void;
  readonly meter: Meter;
  readonly log: Log;
  readonly probe: Probe;
};

/** What acts on models (behaviour 7): the addresses that can be blocked, what changed, what is done, and the kill switch. */
export type ActOnModels = {
  readonly vault: Vault;
  readonly changes: ChangesService;
  readonly remediation: Remediation;
  readonly automation: AutomationSwitch;
};

/** Wires what acts on models. Decides nothing. */
export function actOnModels(deps: ActOnModelsDeps): ActOnModels {
  const { config, store, intake, inForce, mask, maskKey, world, marked } = deps;
  const { providers, prometheusUrl, changeSecrets } = config.remediation;
  const policy = () => inForce.read().policy;
  const hide = hidingSecrets(config.secrets);
  // A vendor may repeat what it was sent, and with it whatever the policy took from a variable.
  const calling = { fetch, mask: { ...mask, text: (text: string) => mask.text(hide(text)) } };
  const vault = createVault({
    store,
    key: maskKey,
    isWanted: () => policy().declared.some(({ id }) => id === "block-source"),
    randomHex: world.randomHex,
    now: world.now,
  });
  return {
    vault,
    changes: createChangesService({
      store,
      policy,
      secrets: changeSecrets,
      versionOf: watchedVersions(providers.mlflow, calling, world.now),
      world,
      marked,
    }),
    remediation: createRemediationService({
      ...deps,
      providers: createProviders(providers, { ...calling, secretOf: (variable) => config.env[variable] }),
      promql: prometheusAccess(prometheusUrl),
      fetch,
      maskVersion: (version) => mask.label("model_version", version),
      reveal: vault.reveal,
      sourcesOf: vault.sourcesOf,
      now: world.now,
      monotonicMs: world.monotonicMs,
      random: world.random,
      newId: () => world.randomHex(8),
    }),
    automation: createAutomationSwitch({
      store,
      accept: (alert) => intake.accept([alert], 0),
      lookAgain: () => lookAgainAtAll({ store, newId: () => world.randomHex(8), marked }),
      now: world.now,
    }),
  };
}
