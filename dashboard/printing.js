// A figure is drawn for the screen and does not know the paper: before it is printed it is told how much smaller to be.
// One of a dark screen is turned over, for paper is white.
(() => {
  if (window.printingHeard) return;
  window.printingHeard = true;

  const PAPER_PX = 900; // between the margins of A4, at the size the style sheet prints at

  window.addEventListener("beforeprint", () => {
    const app = document.querySelector(".stApp");
    app.classList.toggle("from-the-dark", getComputedStyle(app).colorScheme === "dark");
    document.querySelectorAll(".js-plotly-plot").forEach((figure) => {
      const drawn = figure.querySelector(".main-svg")?.width.baseVal.value;
      if (drawn) figure.style.setProperty("--on-paper", Math.min(1, PAPER_PX / drawn));
    });
  });
})();
