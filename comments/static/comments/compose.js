/* Writing a comment without leaving the page. All of it works without this script too: Reply and
   Quote are links to a page with the form, Preview and Post are its buttons. Here the same answers
   are fetched, and what concerns the form is taken out of them. */

const KEPT = ["subject", "body", "author_name", "author_email"];
const section = document.querySelector("#post-comment");
/* Where the form stood before it came to a comment, and what it was then. */
let home = null;

/* What was typed survives going back, a broken connection and a closed tab's restoration. */
const drafts = {
  key: (form) => `comment-draft:${form.action}:${form.elements.parent?.value ?? ""}`,
  keep(form) {
    const typed = KEPT.map((name) => form.elements[name]?.value ?? "");
    try {
      if (typed[0] || typed[1]) sessionStorage.setItem(this.key(form), JSON.stringify(typed));
    } catch { /* Storage is off or full: the form still works. */ }
  },
  restore(form) {
    try {
      const typed = JSON.parse(sessionStorage.getItem(this.key(form)) ?? "[]");
      KEPT.forEach((name, index) => {
        const field = form.elements[name];
        if (field && !field.value && typed[index]) field.value = typed[index];
      });
    } catch { /* Not ours, or storage is off. */ }
  },
  forget(form) {
    try { sessionStorage.removeItem(this.key(form)); } catch { /* As above. */ }
  },
};

const getComposer = () => document.querySelector("[data-compose]");
const getForm = () => getComposer()?.querySelector("form");

async function load(address, options = {}) {
  const response = await fetch(address, { credentials: "same-origin", ...options });
  const text = await response.text();
  return { response, page: new DOMParser().parseFromString(text, "text/html") };
}

function showComposer(composer) {
  const shown = document.importNode(composer, true);
  getComposer().replaceWith(shown);
  prepare();
  if (home) addCancel(shown);
  const first = shown.querySelector("[autofocus], .comments-error-summary, textarea");
  first?.focus();
  first?.scrollIntoView({ block: "nearest" });
  return shown;
}

function count(field, counter) {
  const left = Number(field.dataset.limit) - [...field.value.replace(/\r\n?/g, "\n").trim()].length;
  const words = left < 0 ? counter.dataset.over : counter.dataset.left;
  counter.textContent = `${words} ${Math.abs(left).toLocaleString(document.documentElement.lang)}`;
  counter.classList.toggle("comments-counter-over", left < 0);
  /* Spoken only when it begins to matter, not at each letter. */
  counter.setAttribute("aria-live", left < 200 && left % 20 === 0 ? "polite" : "off");
}

function prepare() {
  const form = getForm();
  if (!form) return;
  drafts.restore(form);
  const counter = form.querySelector("[data-counter]");
  const body = form.elements.body;
  if (counter && body) {
    counter.hidden = false;
    count(body, counter);
    body.addEventListener("input", () => count(body, counter));
  }
  form.addEventListener("input", () => drafts.keep(form));
  form.addEventListener("submit", send);
}

function say(composer, words) {
  let notice = composer.querySelector("[data-notice]");
  if (!notice) {
    notice = Object.assign(document.createElement("p"), { className: "comments-error" });
    notice.dataset.notice = "";
    notice.setAttribute("role", "alert");
    composer.querySelector("form").append(notice);
  }
  notice.textContent = words;
}

async function send(event) {
  event.preventDefault();
  const form = event.currentTarget;
  const composer = getComposer();
  /* A second click while the first is under way does nothing. */
  if (form.getAttribute("aria-busy") === "true") return;
  form.setAttribute("aria-busy", "true");
  drafts.keep(form);
  try {
    const data = new FormData(form, event.submitter);
    const address = event.submitter?.getAttribute("formaction") ?? form.action;
    const { response, page } = await load(address, { method: "POST", body: data });
    if (response.redirected && response.ok) {
      drafts.forget(form);
      const target = new URL(response.url);
      target.hash = page.querySelector("#discussion-notice") ? "#discussion-notice" : "";
      const isHere = target.pathname + target.search === location.pathname + location.search;
      location.assign(target);
      if (isHere) location.reload();
      return;
    }
    const answer = page.querySelector("[data-compose]");
    if (!answer) throw new Error(response.statusText);
    showComposer(answer);
  } catch {
    say(composer, composer.dataset.failed);
  } finally {
    form.removeAttribute("aria-busy");
  }
}

/* Reply and Quote: the form comes to the comment, and goes back when the reply is cancelled. */

function goHome() {
  if (!home) return;
  home.place.replaceWith(section);
  section.querySelector(".comments-form-heading").textContent = home.heading;
  getComposer().replaceWith(home.composer);
  home.opener.focus();
  home = null;
}

function comeTo(comment, opener) {
  if (home) {
    home.opener = opener;
  } else {
    const place = document.createComment("form");
    const heading = section.querySelector(".comments-form-heading").textContent;
    home = { place, heading, opener, composer: getComposer() };
    section.replaceWith(place);
  }
  comment.after(section);
}

function addCancel(composer) {
  const button = Object.assign(document.createElement("button"), {
    type: "button", className: "comments-button-quiet", textContent: composer.dataset.cancel,
  });
  button.addEventListener("click", goHome);
  composer.querySelector(".comments-submit button:last-of-type").after(button);
}

async function answer(event) {
  const link = event.target.closest?.("a.comments-reply, a.comments-quote");
  if (!link || !section || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  try {
    const { page } = await load(link.href);
    const composer = page.querySelector("[data-compose]");
    if (!composer) throw new Error("no form");
    const before = getForm();
    comeTo(link.closest("article"), link);
    const shown = showComposer(composer);
    const form = shown.querySelector("form");
    for (const name of ["author_name", "author_email"]) {
      if (!form.elements[name].value) form.elements[name].value = before.elements[name].value;
    }
    section.querySelector(".comments-form-heading").textContent =
      page.querySelector("h1").textContent;
    const { body } = form.elements;
    body.focus();
    body.setSelectionRange(body.value.length, body.value.length);
  } catch {
    location.assign(link.href);
  }
}

if (section) {
  document.addEventListener("click", answer);
  section.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && home) goHome();
  });
}
prepare();
