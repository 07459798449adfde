/* Reading on in a discussion without leaving the page. All of it works without this script too:
   orders, pages and long threads are links. Here the same addresses are fetched, and the threads
   are taken out of the answers. */

const getThreads = () => document.querySelector("#discussion-threads");
const getKey = (address) => address.pathname + address.search;

let shown = getKey(location);
let loading = null;

/* Spoken by screen readers. The words stand in the page, in its language. */
function say(name, number = "") {
  const status = document.querySelector("#discussion-status");
  if (status) status.textContent = status.dataset[name].replace("{number}", number);
}

async function load(address) {
  loading?.abort();
  loading = new AbortController();
  getThreads().setAttribute("aria-busy", "true");
  say("loading");
  const response = await fetch(address, { signal: loading.signal });
  if (!response.ok) throw new Error(response.statusText);
  return new DOMParser().parseFromString(await response.text(), "text/html");
}

/* A form that has been brought to a comment stays, with what was typed, when that comment goes. */
function saveForm(going) {
  const form = document.querySelector("#post-comment");
  if (form && going.contains(form)) getThreads().after(form);
}

function put(fresh, old) {
  saveForm(old);
  const node = document.importNode(fresh, true);
  old.replaceWith(node);
  return node;
}

async function turn(address) {
  const page = await load(address);
  const threads = put(page.querySelector("#discussion-threads"), getThreads());
  const heading = page.querySelector("#discussion-heading");
  document.querySelector("#discussion-heading").textContent = heading.textContent;
  shown = getKey(address);
  say("loaded");
  return threads;
}

async function follow(link) {
  const address = new URL(link.href);
  const isSort = link.closest(".comments-sort") !== null;
  const threads = await turn(address);
  history.pushState(null, "", address);
  document.querySelector("#discussion").scrollIntoView();
  const target = isSort ? "[aria-current]" : ".comments-comment";
  (threads.querySelector(target) ?? threads).focus({ preventScroll: true });
}

/* The replies of a long thread come where it stands: the first ones anew, later ones below them. */
async function unfold(link) {
  const item = link.closest("li");
  const known = new Set([...item.querySelectorAll("article")].map((comment) => comment.id));
  const page = await load(link.href);
  const fresh = page.getElementById(item.id).querySelector("details");
  const replies = item.querySelector("details");
  if (link.dataset.later) {
    replies.querySelector("ol").append(...fresh.querySelector("ol").children);
  } else if (replies) {
    put(fresh, replies);
  } else {
    link.parentNode.before(document.importNode(fresh, true));
  }
  const next = page.querySelector("#discussion-threads [rel=next]");
  if (next) {
    link.href = next.href;
    link.textContent = next.textContent;
    link.dataset.later = "true";
  } else {
    link.parentNode.remove();
  }
  const added = [...item.querySelectorAll("article")].filter((comment) => !known.has(comment.id));
  added[0]?.focus();
  say("added", added.length);
}

function isPlain(event) {
  return !(event.defaultPrevented || event.button
    || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
}

document.addEventListener("click", async (event) => {
  const link = event.target.closest?.(
    ".comments-sort a, .comments-paging a, .comments-whole a, .comments-more a",
  );
  if (!link || !isPlain(event)) return;
  event.preventDefault();
  try {
    await (link.closest(".comments-more") ? unfold(link) : follow(link));
  } catch (error) {
    /* The way without a script is still there; only what a later click has ended needs none. */
    if (error.name !== "AbortError") location.assign(link.href);
  } finally {
    getThreads().removeAttribute("aria-busy");
  }
});

/* A comment that an address names is shown, even in a thread that was folded away. */
function reveal() {
  const comment = document.getElementById(location.hash.slice(1));
  if (!comment?.matches(".comments-comment")) return;
  comment.closest("details")?.setAttribute("open", "");
  comment.scrollIntoView();
  comment.focus({ preventScroll: true });
}

addEventListener("hashchange", reveal);
addEventListener("popstate", async () => {
  if (getKey(location) === shown) return;
  try {
    await turn(new URL(location));
    reveal();
  } catch (error) {
    if (error.name !== "AbortError") location.reload();
  }
});
if (getThreads()) reveal();
