// A click on a curve, its name, or the empty part of the survival figure presses the button of that curve above it.
// Curves and names carry their group's place: `legendgroup` of a trace, `name` of an annotation.
(() => {
  if (window.figureClicksHeard) return;
  window.figureClicksHeard = true;

  const NEAR = 9; // px from a curve
  const KEY = 34; // px left of a name: its line sample
  const SLIP = 4; // px that a hand may move in a click
  const TWICE = 400; // ms between the clicks of a double click

  const figureAt = (target) =>
    target instanceof Element && !target.closest(".modebar")
      ? target.closest(".st-key-figure-wide .js-plotly-plot, .st-key-figure-narrow .js-plotly-plot")
      : null;

  const within = (box, x, y) => x >= box.left - KEY && x <= box.right && y >= box.top && y <= box.bottom;

  // The place of the group at a point of the screen; null where there is none.
  const groupAt = (figure, x, y) => {
    for (const note of figure.querySelectorAll(".annotation[data-index]")) {
      const name = figure.layout.annotations[+note.dataset.index]?.name;
      if (name !== undefined && within(note.getBoundingClientRect(), x, y)) return name;
    }
    const frame = figure.getBoundingClientRect();
    const { xaxis, yaxis } = figure._fullLayout;
    const [px, py] = [x - frame.left - xaxis._offset, y - frame.top - yaxis._offset];
    if (px < -NEAR || px > xaxis._length + NEAR || py < -NEAR || py > yaxis._length + NEAR) return null;
    let [nearest, group] = [NEAR, null];
    for (const points of figure.calcdata) {
      const trace = points[0].trace;
      if (trace.meta !== "curve" && trace.meta !== "tail") continue;
      points.forEach((point, i) => {
        const next = points[Math.min(i + 1, points.length - 1)];
        const [left, right] = [xaxis.c2p(point.x), xaxis.c2p(next.x)];
        if (right < px - NEAR || left > px + NEAR) return;
        const [high, low] = [yaxis.c2p(point.y), yaxis.c2p(next.y)];
        const flat = Math.hypot(Math.max(left - px, 0, px - right), py - high);
        const steep = Math.hypot(px - right, Math.max(Math.min(high, low) - py, 0, py - Math.max(high, low)));
        const distance = Math.min(flat, steep);
        if (distance < nearest) [nearest, group] = [distance, trace.legendgroup];
      });
    }
    return group;
  };

  const pressed = (button) => button.getAttribute("aria-checked") === "true";

  const press = (group) => {
    const buttons = [...document.querySelectorAll(".st-key-figure-above button[role='radio']")];
    const button = group === null ? buttons.find(pressed) : buttons[+group];
    button?.click();
  };

  let start = null;
  let clicked = -Infinity; // when the last click was, in ms
  document.addEventListener("pointerdown", (event) => {
    const figure = event.button === 0 ? figureAt(event.target) : null;
    start = figure && { figure, x: event.clientX, y: event.clientY };
  }, true);
  document.addEventListener("pointerup", (event) => {
    const [{ figure, x, y }, still] = [start ?? {}, start];
    start = null;
    if (!still || Math.hypot(event.clientX - x, event.clientY - y) > SLIP) return;
    // The browser's own double click gets lost: Plotly lays a cover over the page while a button is down.
    const whole = document.querySelector(".st-key-figure-whole button");
    if (whole && event.timeStamp - clicked < TWICE) whole.click();
    else press(groupAt(figure, x, y));
    clicked = event.timeStamp;
  }, true);

  let waiting = false;
  document.addEventListener("pointermove", (event) => {
    const figure = figureAt(event.target);
    if (!figure || waiting || start) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      if (figure.isConnected) figure.classList.toggle("on-a-curve", groupAt(figure, event.clientX, event.clientY) !== null);
    });
  }, { capture: true, passive: true });
})();
