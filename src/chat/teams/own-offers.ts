import type { Offer } from "../../incident/handler-ids.ts";
import type { IncidentView } from "../../incident/view.ts";
import type { Policy } from "../../policy/policy.ts";
import { isOnCall, mayPress } from "../may-press.ts";
import type { Account, Directory } from "../person.ts";
import { presserOf } from "../presser.ts";

type Deps = { readonly directory: Directory; readonly policy: Policy };

/**
 * The incident with the buttons that one person may press. What the channel sees has them all: Teams draws one card for
 * everybody until somebody asks for their own.
 */
export async function withOwnOffers(view: IncidentView, account: Account, deps: Deps): Promise<IncidentView> {
  const { team: of, identity } = view.incident;
  const [team, service] = [of?.id, deps.policy.serviceOf(identity)];
  const presser = await presserOf(account, team, deps);
  const isTheirs = async ({ handler, permission = handler, glass }: Offer) => {
    const judged = await mayPress([permission], presser, team, deps, service);
    return judged.kind === "yes" || (glass === true && (await isOnCall(presser, team, deps.directory)));
  };
  const theirs = await Promise.all(view.offers.map(isTheirs));
  return { ...view, offers: view.offers.filter((_offer, at) => theirs[at]) };
}
