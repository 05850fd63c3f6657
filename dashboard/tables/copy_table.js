// "Copy table" puts the table on the clipboard twice: as HTML, which Word and Excel paste as a table, and as text with tabs.
// By a copy event, not navigator.clipboard: that is only there on this computer or behind https, and the app may be
// opened under a name in the network.
(() => {
  if (window.tableCopyHeard) return;
  window.tableCopyHeard = true;

  const RULE = "1px solid #000";
  const SAID_MS = 6000;

  const textOf = (cell) => {
    if (cell.dataset.copied !== undefined) return cell.dataset.copied;
    const copy = cell.cloneNode(true);
    copy.querySelectorAll(".heard").forEach((unseen) => unseen.remove());
    return copy.textContent.trim();
  };

  // Made of elements, not of tags: a script in which tags are written is thrown away before it runs.
  const made = (tag, inside = [], style = "") => {
    const element = document.createElement(tag);
    if (style) element.setAttribute("style", style);
    element.append(...inside);
    return element;
  };

  // A paper's table: a rule above and below the head, and one at the end. "\@": Excel takes what it pastes for text.
  const asHtml = (name, lines, note) => {
    const rows = lines.map((cells, i) => {
      const rules =
        (i === 0 ? `border-top:${RULE};border-bottom:${RULE};` : "") +
        (i === lines.length - 1 ? `border-bottom:${RULE};` : "");
      const style = `${rules}padding:2pt 6pt;text-align:left;vertical-align:top;mso-number-format:'\\@'`;
      return made("tr", cells.map((text) => made(i === 0 ? "th" : "td", [text], style)));
    });
    const table = made("table", [made("thead", [rows[0]]), made("tbody", rows.slice(1))], "border-collapse:collapse");
    const letters = made("meta");
    letters.setAttribute("charset", "utf-8");
    return [letters, made("p", [name]), table, ...(note ? [made("p", [note])] : [])].map((part) => part.outerHTML).join("");
  };

  const tableBefore = (button) =>
    [...document.querySelectorAll(".table-place")].findLast(
      (place) => place.compareDocumentPosition(button) & Node.DOCUMENT_POSITION_FOLLOWING,
    );

  const copy = (place) => {
    const table = place.querySelector("table");
    const lines = [...table.rows].map((row) => [...row.cells].map(textOf));
    const note = place.querySelector(".table-note")?.textContent ?? "";
    let done = false;
    const put = (event) => {
      event.clipboardData.setData("text/html", asHtml(table.caption.textContent, lines, note));
      event.clipboardData.setData("text/plain", lines.map((cells) => cells.join("\t")).join("\n"));
      event.preventDefault();
      event.stopPropagation();
      done = true;
    };
    document.addEventListener("copy", put, { capture: true, once: true });
    document.execCommand("copy");
    document.removeEventListener("copy", put, { capture: true });
    return done;
  };

  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("button.copy-table") : null;
    if (!button) return;
    const said = button.parentElement.querySelector("[role=status]");
    said.textContent = copy(tableBefore(button))
      ? "Copied. Paste it where you write."
      : "The browser did not allow copying. Download the table instead.";
    setTimeout(() => (said.textContent = ""), SAID_MS);
  });
})();
