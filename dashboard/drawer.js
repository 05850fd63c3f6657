// On a phone the sidebar lies over the page: once a page is chosen in it, it closes.
(() => {
  if (window.drawerHeard) return;
  window.drawerHeard = true;
  document.addEventListener("click", (event) => {
    const chosen = event.target instanceof Element && event.target.closest("[data-testid=stSidebar] a");
    if (!chosen || window.innerWidth > 768) return;
    setTimeout(() => document.querySelector("[data-testid=stSidebarCollapseButton] button")?.click(), 150);
  });
})();
