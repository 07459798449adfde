/* Makes the steps of a long decision one after the other, and shows how far it is. */

const place = document.querySelector("[data-reader-comments-batch]");
const form = place.querySelector("form");
const button = form.querySelector("button[type=submit]");

async function step() {
  const answer = await fetch(window.location.href, {
    method: "POST",
    body: new FormData(form),
    headers: { Accept: "application/json" },
  });
  if (!answer.ok) throw new Error(answer.statusText);
  const { count, text, next } = await answer.json();
  place.querySelector("progress").value = count;
  place.querySelector("[role=status]").textContent = text;
  return next;
}

async function goOn() {
  button.disabled = true;
  try {
    let next = null;
    while (next === null) next = await step();
    window.location.assign(next);
  } catch {
    // The button goes on by hand, and shows what is wrong.
    place.querySelector("[role=status]").textContent += ` ${place.dataset.stopped}`;
    button.disabled = false;
  }
}

goOn();
