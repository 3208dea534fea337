// What an alert rests on, as rows: an object is one row for each of its values, the largest first.

import { el } from "./elements.js";
import { capital, quantity } from "./format.js";

const MOST = 20;

/** The details of an alert as [{name, value, parts}]. */
export function factsOf({ value, threshold, unit, ...rest }) {
  const rows = Object.entries(rest).map(([name, fact]) => ({ name: words(name), ...told(fact) }));
  if (value !== undefined && threshold !== undefined) {
    rows.unshift({ name: "Value", value: `${quantity(value, unit)} (limit ${quantity(threshold, unit)})`, parts: [] });
  }
  return rows;
}

/** A list of facts; beside one another where there is room, below one another on a phone. */
export function factList(facts) {
  return el("dl", { class: "facts" }, facts.map(({ name, value, parts }) =>
    el("div", {}, el("dt", {}, name), el("dd", {}, parts.length ? rows(parts) : value))));
}

function rows(parts) {
  return el("ul", { class: "parts" }, parts.map((part) => el("li", {}, el("span", {}, part.name), " ", el("b", {}, part.value))));
}

function told(fact) {
  if (Array.isArray(fact)) return { value: fact.map(plain).join(", "), parts: [] };
  if (fact === null || typeof fact !== "object") return { value: plain(fact), parts: [] };
  const ranked = Object.entries(fact).sort(([, one], [, other]) => size(other) - size(one));
  return { value: "", parts: ranked.slice(0, MOST).map(([name, part]) => ({ name, value: plain(part) })) };
}

function size(value) {
  return typeof value === "number" ? value : 0;
}

function plain(fact) {
  if (typeof fact === "number") return quantity(fact);
  return fact !== null && typeof fact === "object" ? JSON.stringify(fact) : String(fact ?? "not known");
}

function words(name) {
  return capital(name.replace(/([a-z])([A-Z])/g, "$1 $2").replaceAll("_", " ").toLowerCase());
}
