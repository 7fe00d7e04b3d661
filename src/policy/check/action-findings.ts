import { actionWarnings as say } from "../../words/policy-actions.ts";
import type { DeclaredActions } from "../actions/compile-actions.ts";
import type { ServiceAction } from "../actions/service-action.ts";
import type { PolicyDocument } from "../document/schema.ts";
import type { People } from "../people/people.ts";
import type { FaultBook } from "../policy-error.ts";

type Parts = {
  readonly document: PolicyDocument;
  readonly declared: DeclaredActions;
  readonly people: People;
};

/** A start in production must not do with it: `policy check --production` fails. */
const strictlyAtKey = { at: "key", inProduction: "fails" } as const;

/** Writes down what declared actions lack: who could press them, who could approve them, how to see what they did. */
export function actionFindings({ document, declared, people }: Parts, book: FaultBook): void {
  for (const [service, actions] of declared) {
    const team = document.services?.[service]?.owner;
    const path = ["services", service, "actions"];
    const pathOf = ({ id }: ServiceAction) => [...path, id];
    const rolesOfNobody = (permission: string): readonly string[] | undefined => {
      const { everybody, people: named = [], roles } = people.may(permission, team, service);
      const isHeld = everybody || named.length > 0 || roles.some((role) => people.holders(role, team).length > 0);
      return isHeld ? undefined : roles;
    };
    const idle = [...actions.values()].flatMap((one) => {
      const roles = rolesOfNobody(one.id);
      return roles ? [{ one, roles }] : [];
    });
    for (const same of Map.groupBy(idle, ({ roles }) => roles.join()).values()) {
      const [first] = same;
      if (!first) continue;
      const said = say.nobodyActs({ actions: same.map(({ one }) => one.id), service, roles: first.roles });
      book.warn(pathOf(first.one), said, strictlyAtKey);
    }
    for (const one of actions.values()) {
      const roles = one.approvers.length > 0 ? rolesOfNobody(`approve-${one.id}`) : undefined;
      if (roles) book.warn(pathOf(one), say.nobodyApproves({ action: one.id, service, roles }), strictlyAtKey);
    }
    const rollback = actions.get("rollback");
    if (rollback && !rollback.serving) book.warn(pathOf(rollback), say.blindServing({ service }), { at: "key" });
  }
}
