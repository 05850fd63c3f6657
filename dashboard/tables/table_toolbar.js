// What takes a table away is one stop of the Tab key, whatever it holds: inside, the arrow keys go from button to button
// (the toolbar of the WAI-ARIA Authoring Practices). Streamlit has no such thing, so its row of buttons is made one here,
// again whenever it is drawn.
(() => {
  if (window.tableToolbarsMade) return;
  window.tableToolbarsMade = true;

  const ROWS = '[class*="st-key-table-tools-"]';
  const buttonsOf = (row) => [...row.querySelectorAll("button")];

  const stopAt = (buttons, stop) => buttons.forEach((button) => (button.tabIndex = button === stop ? 0 : -1));

  const make = (row) => {
    const buttons = buttonsOf(row);
    if (buttons.length === 0) return;
    const caption = [...document.querySelectorAll(".table caption")].findLast(
      (one) => one.compareDocumentPosition(row) & Node.DOCUMENT_POSITION_FOLLOWING,
    );
    const name = `Take away: ${caption?.textContent ?? "table"}`;
    if (row.getAttribute("aria-label") !== name) row.setAttribute("aria-label", name);
    if (row.getAttribute("role") !== "toolbar") row.setAttribute("role", "toolbar");
    const stops = buttons.filter((button) => button.tabIndex === 0);
    if (stops.length !== 1) stopAt(buttons, stops[0] ?? buttons[0]);
  };

  document.addEventListener("keydown", (event) => {
    const row = event.target instanceof Element ? event.target.closest(ROWS) : null;
    if (!row || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const buttons = buttonsOf(row);
    const at = buttons.indexOf(event.target);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
    if (at === -1 || to === undefined) return;
    buttons.at(to % buttons.length).focus();
    event.preventDefault();
  });

  // A button that was reached by mouse is where Tab comes back to, too.
  document.addEventListener("focusin", (event) => {
    const row = event.target instanceof Element ? event.target.closest(ROWS) : null;
    if (row && event.target.matches("button")) stopAt(buttonsOf(row), event.target);
  });

  let waiting = false;
  const makeAll = () => {
    waiting = false;
    document.querySelectorAll(ROWS).forEach(make);
  };
  new MutationObserver(() => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(makeAll);
  }).observe(document.body, { subtree: true, childList: true });
  makeAll();
})();
