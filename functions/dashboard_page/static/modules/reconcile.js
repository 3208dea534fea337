// Bringing what is shown to a new state without replacing it: a node that a finger, the focus or a selection is on
// stays that very node for as long as it stands for the same thing.

/** Makes the children of `container` those of `wanted`. A node is known again by its kind and `data-key`, else by its order. */
export function reconcile(container, wanted) {
  const shown = [...container.childNodes];
  const pairs = [...wanted.childNodes].map((next) => [next, takeLike(next, shown)]);
  for (const gone of shown) gone.remove();
  let place = container.firstChild;
  for (const [next, kept] of pairs) {
    if (kept) update(kept, next);
    if (kept && kept === place) place = place.nextSibling;
    else container.insertBefore(kept ?? next, place);
  }
}

function takeLike(next, shown) {
  const index = shown.findIndex((node) => node.nodeName === next.nodeName && node.dataset?.key === next.dataset?.key);
  return index < 0 ? null : shown.splice(index, 1)[0];
}

function update(kept, next) {
  if (kept.nodeType === Node.TEXT_NODE) {
    if (kept.data !== next.data) kept.data = next.data;
    return;
  }
  updateAttributes(kept, next);
  kept.onclick = next.onclick;
  reconcile(kept, next);
}

function updateAttributes(kept, next) {
  const ours = (name) => name !== "style" && !(name === "open" && kept.nodeName === "DETAILS");
  for (const { name } of [...kept.attributes]) {
    if (ours(name) && !next.hasAttribute(name)) kept.removeAttribute(name);
  }
  for (const { name, value } of next.attributes) {
    if (ours(name) && kept.getAttribute(name) !== value) kept.setAttribute(name, value);
  }
  // The Content-Security-Policy forbids the attribute, but not this.
  if (kept.style.cssText !== next.style.cssText) kept.style.cssText = next.style.cssText;
}
