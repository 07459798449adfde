/* Reactions, flags and the reader's own waiting comments. All of it works without this script too:
   these are forms and links. Here they are sent without leaving the page, and what concerns this
   reader alone is fetched by one small private request. */

const words = document.querySelector("#discussion-partaking")?.dataset;
const discussion = document.querySelector("#discussion");
const HINT = "comments-partaking";

/* Most readers left nothing here and cost no request: a hint says who did. */
const hint = {
  keep() {
    try { localStorage.setItem(HINT, "1"); } catch { /* Asked each time, then. */ }
  },
  get isThere() {
    try { return localStorage.getItem(HINT) !== null; } catch { return true; }
  },
};
const hasPosted = new URLSearchParams(location.search).get("comment") === "held";

const make = (tag, properties) => Object.assign(document.createElement(tag), properties);
const byId = (id) => document.getElementById(`comment-${id}`);

/* For screen readers. */
function say(text) {
  let status = document.querySelector("#discussion-status");
  if (!status) {
    status = make("p", { id: "discussion-status", className: "comments-unseen", role: "status" });
    discussion.prepend(status);
  }
  status.textContent = text;
}

async function send(form, changes = {}) {
  const data = new FormData(form);
  Object.entries(changes).forEach(([name, value]) => data.set(name, value));
  hint.keep();
  return fetch(form.action, {
    method: "POST", body: data, headers: { Accept: "application/json" },
  });
}

/* Reactions */

function showReaction(form, isOn, count) {
  const button = form.querySelector("button");
  button.setAttribute("aria-pressed", String(isOn));
  if (count !== undefined) {
    form.querySelector(".comments-react-count").textContent = count || "";
  }
}

async function react(form) {
  const button = form.querySelector("button");
  if (form.getAttribute("aria-busy") === "true") return;
  form.setAttribute("aria-busy", "true");
  const isOn = button.getAttribute("aria-pressed") === "true";
  try {
    const response = await send(form, { value: isOn ? "off" : "on" });
    const answer = await response.json();
    if (!response.ok) { complain(form, answer.message); return; }
    showReaction(form, answer.is_on, answer.count);
    say(answer.message);
  } catch {
    complain(form, words.failed);
  } finally {
    form.removeAttribute("aria-busy");
  }
}

function complain(form, text) {
  const place = form.closest(".comments-actions, dialog") ?? form;
  place.querySelector("[role=alert]")?.remove();
  place.append(make("p", { className: "comments-error", role: "alert", textContent: text }));
}

/* Flags: the form of the page that the link leads to, in a dialog. */

const fetchPage = async (response) =>
  new DOMParser().parseFromString(await response.text(), "text/html");

function showFlagForm(dialog, page) {
  const form = page.querySelector("[data-flag]");
  if (!form) throw new Error("no form");
  const heading = make("h2", {
    id: "flag-heading", className: "comments-form-heading",
    textContent: page.querySelector("h1").textContent,
  });
  const shown = document.importNode(form, true);
  const close = make("button", {
    type: "button", className: "comments-button-quiet", textContent: words.close,
  });
  close.addEventListener("click", () => dialog.close());
  shown.querySelector(".comments-submit button").after(close);
  dialog.replaceChildren(heading, shown);
}

async function flag(link) {
  const page = await fetchPage(await fetch(link.href));
  if (discussion.querySelector("dialog")) return;
  const dialog = make("dialog", { className: "comments-dialog" });
  dialog.setAttribute("aria-labelledby", "flag-heading");
  showFlagForm(dialog, page);
  dialog.addEventListener("close", () => { dialog.remove(); link.focus(); });
  dialog.addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = event.target;
    try {
      const response = await send(form);
      if (response.headers.get("Content-Type").startsWith("text/html")) {
        showFlagForm(dialog, await fetchPage(response));
        dialog.querySelector("[aria-describedby], input")?.focus();
        return;
      }
      const answer = await response.json();
      if (!response.ok) { complain(form, answer.message); return; }
      dialog.close();
      showFlagged(link).focus();
      say(answer.message);
    } catch {
      complain(form, words.failed);
    }
  });
  discussion.append(dialog);
  dialog.showModal();
}

function showFlagged(link) {
  const mark = make("span", {
    className: "comments-flagged", textContent: words.flagged, tabIndex: -1,
  });
  link.replaceWith(mark);
  return mark;
}

/* The reader's own */

let state = null;
let shownThreads = null;
function getPlace(parent) {
  const item = parent ? byId(parent)?.closest("li") : null;
  const lists = item?.querySelectorAll(":scope > ol, :scope > details > ol");
  if (lists?.length) return lists[0];
  const list = make("ol", { className: "comments-list" });
  if (item) {
    item.append(list);
  } else {
    const threads = document.querySelector("#discussion-threads") ?? discussion;
    const known = threads.querySelector(".comments-list");
    if (known) return known;
    document.querySelector(".comments-empty")?.remove();
    const before = document.querySelector("#post-comment");
    if (threads === discussion && before) before.before(list); else threads.append(list);
  }
  return list;
}

function placeWaiting({ id, parent, html }) {
  if (byId(id)) return;
  const item = make("li", { className: "comments-item" });
  item.dataset.depth = parent && byId(parent)
    ? Number(byId(parent).closest("li").dataset.depth) + 1 : 0;
  item.innerHTML = html;
  const list = getPlace(parent);
  if (item.dataset.depth === "0" && location.search.includes("newest")) list.prepend(item);
  else list.append(item);
}

function linkOwn(id) {
  const comment = byId(id);
  const actions = comment?.querySelector(".comments-actions");
  if (!actions || comment.matches(".comments-waiting") || actions.querySelector("[data-change]")) return;
  const link = make("a", {
    href: words.own.replace(/\?.*/, `${id}/`), textContent: words.change,
  });
  link.dataset.change = "";
  actions.append(link);
}

function showState() {
  shownThreads = document.querySelector("#discussion-threads");
  state.waiting.forEach(placeWaiting);
  state.own.forEach(linkOwn);
  for (const id of state.reacted) {
    const form = byId(id)?.querySelector(".comments-react");
    if (form) showReaction(form, true);
  }
  for (const id of state.flagged) {
    const link = byId(id)?.querySelector("a.comments-flag");
    if (link) showFlagged(link);
  }
}

async function showOwn() {
  const response = await fetch(words.own);
  if (!response.ok) return;
  state = await response.json();
  showState();
  const newest = state.waiting.at(-1);
  if (hasPosted && newest) {
    byId(newest.id).focus();
    byId(newest.id).scrollIntoView({ block: "center" });
    say(words.waiting);
  }
  /* Another order or page replaces all threads. */
  new MutationObserver(() => {
    if (document.querySelector("#discussion-threads") !== shownThreads) showState();
  }).observe(discussion, { childList: true, subtree: true });
}

if (discussion && words) {
  /* Before other scripts: a posted comment is shown in the discussion, not on its page. */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches(".comments-react")) {
      event.preventDefault();
      react(form);
    } else if (form.elements.body && !form.elements.return) {
      hint.keep();
      form.append(make("input", { type: "hidden", name: "return", value: "discussion" }));
    }
  }, true);
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a.comments-flag");
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    flag(link).catch(() => location.assign(link.href));
  });
  if (hasPosted || hint.isThere) {
    showOwn().catch(() => { /* The page stands without it: it is there again at the next visit. */ });
  }
}
