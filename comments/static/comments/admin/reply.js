/* Shows how a reply will look while it is written: the button Preview, pressed now and then. */

const form = document.querySelector("[data-reader-comments-reply]");
const DELAY = 600;
let timer = null;
/** Answers may come out of order: only that to the last question is shown. */
let asked = 0;

async function show() {
  const number = (asked += 1);
  const region = document.querySelector("[data-reader-comments-preview]");
  if (!form.elements.body.value.trim()) {
    region.hidden = true;
    return;
  }
  const data = new FormData(form);
  data.set("preview", "1");
  try {
    const answer = await fetch(window.location.href, { method: "POST", body: data });
    if (!answer.ok || number !== asked) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-reader-comments-preview]");
    if (number === asked && fresh) region.replaceWith(document.importNode(fresh, true));
  } catch {
    // The button still works.
  }
}

form.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(show, DELAY);
});
