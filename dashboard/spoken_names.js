// Streamlit draws a control's name from Markdown, but gives who can't see it the Markdown itself: asterisks, backslashes
// and invisible joiners would be read out. The name for the ear is made what the eye sees.
(() => {
  if (window.namesHeard) return;
  window.namesHeard = true;

  const plain = (name) => name.replace(/\\([!-/:-@[-`{-~])|\*\*|\u2060/g, (_, kept) => kept ?? "");

  const speak = (element) => {
    const name = element.getAttribute("aria-label");
    if (name && plain(name) !== name) element.setAttribute("aria-label", plain(name));
  };

  const under = (node) => {
    if (!(node instanceof Element)) return;
    if (node.hasAttribute("aria-label")) speak(node);
    node.querySelectorAll("[aria-label]").forEach(speak);
  };

  under(document.body);
  new MutationObserver((changes) =>
    changes.forEach((change) =>
      change.type === "attributes" ? speak(change.target) : change.addedNodes.forEach(under),
    ),
  ).observe(document.body, { subtree: true, childList: true, attributeFilter: ["aria-label"] });
})();
