// Which of the alerts that are over are shown: all, or those of one service or of one severity.

import { byId, el } from "./elements.js";

/** Offers the services that are watched, or that some of the `alerts` are of. */
export function offerServices(services, alerts) {
  const select = byId("past-only").elements.service;
  const others = alerts.map(({ service }) => service).filter((name) => !services[name]);
  const names = [...select.options].map(({ value }) => value);
  for (const name of new Set([...Object.keys(services), ...others])) {
    if (!names.includes(name)) select.append(el("option", { value: name }, services[name]?.label ?? name));
  }
}

/** Calls `choose({service, severity})`, of which an empty one says nothing. */
export function onChoice(choose) {
  byId("past-only").addEventListener("change", ({ currentTarget }) => choose(Object.fromEntries(new FormData(currentTarget))));
  byId("past-only").addEventListener("submit", (event) => event.preventDefault());
}
