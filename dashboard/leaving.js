// A study that is in no file yet is lost with the page: the browser asks before it leaves.
(() => {
  if (window.leavingHeard) return;
  window.leavingHeard = true;
  window.addEventListener("beforeunload", (event) => {
    if (document.querySelector('[data-unsaved="yes"]')) event.preventDefault();
  });
})();
