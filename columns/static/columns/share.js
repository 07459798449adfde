/* Shows the buttons of the list of ways to share that this browser can do: its own sheet, and
   copying the address. Without this script the plain links are there. */
for (const list of document.querySelectorAll(".columns-share")) {
  const { title, address } = list.dataset;
  const offer = (name, isPossible, act) => {
    const button = list.querySelector(`[data-share="${name}"]`);
    if (!button || !isPossible) return;
    button.closest("li").hidden = false;
    button.addEventListener("click", act);
  };

  offer("sheet", "share" in navigator, () => {
    // Closing the sheet without a choice is no fault.
    navigator.share({ title, url: address }).catch(() => {});
  });

  offer("copy", Boolean(navigator.clipboard), async () => {
    const status = list.querySelector("[role=status]");
    await navigator.clipboard.writeText(address);
    status.textContent = status.dataset.message;
  });
}
