// What the monitor does not know, so that nobody takes it for well.

import { byId, el, render } from "./elements.js";

export function showUnknowns(unknowns) {
  const gaps = unknowns.length ? unknowns : ["Nothing that it should know."];
  render(byId("unknowns"), gaps.map((gap) => el("li", {}, gap)));
}
