// What an alert rests on, as rows: an object is one row for each of its values, the largest first.

import { el } from "./elements.js";
import { capital, momentWithZone, quantity, toldApart } from "./format.js";

const MOST = 20;
const MEASURED = { Ms: "ms", Usd: "USD", Percent: "%", Minutes: "minutes", Seconds: "s", Bytes: "bytes" };
const ENDING = /(Ms|Usd|Percent|Minutes|Seconds|Bytes)$/;
const PERCENT = /(Rate|Share)$/;
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d\S*$/;

/** The details of an alert as [{name, value, parts}]. */
export function factsOf({ value, threshold, unit, ...rest }) {
  const rows = Object.entries(rest).map(([name, fact]) => ({ name: words(name), ...told(fact, name) }));
  const number = reading(value, threshold, unit, rest.reason);
  return number ? [{ name: "Value", value: number, parts: [] }, ...rows] : rows;
}

/** Of a number that has no limit, the reason says all: 60% may be what went well, or what did not. */
function reading(value, threshold, unit, reason) {
  if (typeof value !== "number") return value === undefined || value === null ? "" : plain(value);
  if (typeof threshold !== "number") return reason ? "" : quantity(value, unit);
  const [reached, limit] = toldApart(value, threshold, unit);
  return `${reached} (limit ${limit})`;
}

/** A list of facts; beside one another where there is room, below one another on a phone. */
export function factList(facts) {
  return el("dl", { class: "facts" }, facts.map(({ name, value, parts }) =>
    el("div", {}, el("dt", {}, name), el("dd", {}, parts.length ? rows(parts) : value))));
}

function rows(parts) {
  return el("ul", { class: "parts" }, parts.map((part) => el("li", {}, el("span", {}, part.name), " ", el("b", {}, part.value))));
}

function told(fact, name) {
  if (Array.isArray(fact)) return { value: fact.map((one) => plain(one)).join(", ") || "none", parts: [] };
  if (fact === null || typeof fact !== "object") return { value: plain(fact, name), parts: [] };
  const ranked = Object.entries(fact).sort(([, one], [, other]) => size(other) - size(one));
  return { value: "", parts: ranked.slice(0, MOST).map(([part, value]) => ({ name: part, value: plain(value, part) })) };
}

function size(value) {
  return typeof value === "number" ? value : 0;
}

function plain(fact, name = "") {
  if (typeof fact === "number") return name === "pid" ? String(fact) : measured(fact, unitOf(name));
  if (typeof fact === "boolean") return fact ? "yes" : "no";
  if (typeof fact === "string" && MOMENT.test(fact) && !Number.isNaN(Date.parse(fact))) return momentWithZone(fact);
  if (fact === null || typeof fact !== "object" || Array.isArray(fact)) return String(fact ?? "not known");
  return Object.entries(fact).map(([part, value]) => `${words(part).toLowerCase()}: ${plain(value, part)}`).join(", ");
}

function unitOf(name) {
  return MEASURED[ENDING.exec(name)?.[1]] ?? (PERCENT.test(name) ? "%" : "");
}

/** Fractions of a cent count here. */
function measured(value, unit) {
  return unit === "USD" && Math.abs(value) < 0.01 ? quantity(value, unit, 8) : quantity(value, unit);
}

/** A key as words; an address is no key. */
function words(name) {
  if (name.includes("@")) return name;
  const bare = name.replace(ENDING, "") || name;
  return capital(bare.replace(/([A-Z])/g, " $1").replaceAll("_", " ").trim().toLowerCase());
}
