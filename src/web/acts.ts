import { html } from "hono/html";
import type { Card, CardButton } from "../incident/card.ts";
import { type Incident, isOpen } from "../incident/incident.ts";
import type { Markup } from "./moment.ts";
import { linkTo, type Visit } from "./visit.ts";

/** The buttons of an incident, as its card has them everywhere: each is a form of its own, sent without any script. */
export function actButtons(visit: Visit, { buttons, menu, about, id }: Card): Markup | string {
  if (buttons.length === 0 && menu.length === 0) return "";
  const { words } = visit;
  const button = (one: CardButton) => actForm(visit, one, id, about.version);
  return html`<div class="acts" role="group" aria-label="${words.actions}">${buttons.map(button)}${
    menu.length === 0
      ? ""
      : html`<details class="menu"><summary>${words.moreActions}</summary><div>${menu.map(button)}</div></details>`
  }</div>`;
}

function actForm(visit: Visit, { handler, text, look, confirm }: CardButton, id: string, version: number): Markup {
  const step = confirm === undefined ? "" : html`<input type="hidden" name="step" value="confirm">`;
  return html`<form method="post" action="${linkTo(visit, `/incidents/${id}/actions/${handler}`)}"><input type="hidden" name="version" value="${version}">${step}<button class="act ${look}" type="submit">${text}</button></form>`;
}

/** What is asked before a press that cannot be taken back. */
export function confirmPage(visit: Visit, { handler, text, confirm }: CardButton, id: string, version: string): Markup {
  const asked = confirm ?? { title: text, text: "", ok: text, cancel: visit.words.back };
  return html`<form class="ask" method="post" action="${linkTo(visit, `/incidents/${id}/actions/${handler}`)}">
<h1>${asked.title}</h1><p>${asked.text}</p>
<input type="hidden" name="version" value="${version}">
<p class="send"><button class="act danger" type="submit">${asked.ok}</button> <a href="${linkTo(visit, `/incidents/${id}`)}">${asked.cancel}</a></p>
</form>`;
}

/** Acknowledges all that is open of a service at once; offered where several services or incidents are listed. */
export function acknowledgeAllForm(visit: Visit, incidents: readonly Incident[]): Markup | string {
  const services = [
    ...new Set(
      incidents.filter(isOpen).flatMap(({ identity: { service } }) => (service === undefined ? [] : [service])),
    ),
  ].sort();
  if (services.length === 0) return "";
  const { words } = visit;
  return html`<form class="all-of" method="post" action="${linkTo(visit, "/acknowledge")}"><label for="service">${words.acknowledgeAll}</label>
<select id="service" name="service">${services.map((one) => html`<option>${one}</option>`)}</select> <button class="act plain" type="submit">${words.acknowledgeAllDo}</button></form>`;
}
