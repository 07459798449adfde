/* After a decision in the userbar: opens it again at what the decision said, or at what waits. */
(() => {
  const fragment = "#reader-comments-waiting";

  const reopen = () => {
    if (window.location.hash !== fragment) return;
    // Once only: a reload and a copied address open nothing.
    window.history.replaceState(null, "", window.location.pathname + window.location.search);
    const root = document.querySelector("wagtail-userbar")?.shadowRoot;
    const item = root?.querySelector("[data-reader-comments-userbar]");
    const trigger = root?.querySelector("[data-wagtail-userbar-trigger]");
    if (!item || !trigger) return;
    // The userbar goes to its first entry as soon as it is open; from there to ours.
    root.addEventListener(
      "focusin",
      () => {
        item.tabIndex = 0;
        item.focus();
      },
      { once: true },
    );
    trigger.click();
  };

  // The userbar closes itself on this event, and has asked for it before.
  window.addEventListener("pageshow", reopen);
})();
