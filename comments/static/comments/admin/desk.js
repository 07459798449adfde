/*
 * The moderator's desk: decisions in place, and a key for each of them.
 *
 * All that is done here is done by the forms and links of the page, which work without it. A form
 * of the listing is sent in the background; the page that answers it takes the listing's place.
 * Elements say which key is theirs (data-reader-comments-key); the keys keep silent for those who
 * have turned keyboard shortcuts off in their account.
 */

const LISTING = "#listing-results";
const ROW = ".reader-comments tbody tr";
const BOX = "[data-bulk-action-checkbox]";
/** What leads from the listing to a page that leads back. */
const WAY = `${ROW} a[href], a[data-bulk-action-button]`;
/** Under which name the session keeps where the moderator was. */
const PLACE = "reader-comments-place";

const desk = document.querySelector("[data-reader-comments-desk]");
const reasons = document.querySelector("[data-reader-comments-reasons]");
const config = JSON.parse(document.getElementById("wagtail-config")?.textContent ?? "{}");

const getListing = () => document.querySelector(LISTING);
const getRows = () => [...document.querySelectorAll(ROW)];
const getId = (row) => row?.querySelector(BOX)?.dataset.objectId;
const findRow = (id) => getRows().find((row) => getId(row) === id);
const getHandle = (row) => row?.querySelector(".reader-comment__subject a");

/** The ids of the comments about which a decision is on its way. */
const pending = new Set();
/** The comment at which the moderator was last: the focus may have gone with its row. */
let lastId = null;
/** Decisions are sent one after the other, in the order in which they were made. */
let line = Promise.resolve();

function tell(text, type = "success", clear = true) {
  document.dispatchEvent(
    new CustomEvent("w-messages:add", { detail: { clear, text, type } }),
  );
}

function focusRow(row) {
  const handle = getHandle(row);
  if (!handle) return false;
  lastId = getId(row);
  handle.focus();
  row.scrollIntoView({ block: "nearest" });
  return true;
}

/** The row of the comment `id`, else of the one that stood nearest to it in `ids`. */
function findNearest(ids, id) {
  const place = ids.indexOf(id);
  const later = ids.slice(Math.max(place, 0));
  const earlier = ids.slice(0, Math.max(place, 0)).reverse();
  for (const candidate of [...later, ...earlier]) {
    const row = findRow(candidate);
    if (row && !pending.has(candidate)) return row;
  }
  return null;
}

function markPending() {
  for (const row of getRows()) row.toggleAttribute("data-pending", pending.has(getId(row)));
}

/** Put the listing of `page` in the place of the old one, and the focus where it was. */
function swap(page, { isUndo }) {
  const listing = getListing();
  const before = getRows().map(getId);
  const active = document.activeElement;
  const hadFocus = active === document.body || listing.contains(active);
  const checked = [...listing.querySelectorAll(`${BOX}:checked`)].map((box) => box.dataset.objectId);

  listing.replaceChildren(...page.querySelector(LISTING).childNodes);
  markPending();
  // Wagtail's own scripts count the boxes again.
  document.dispatchEvent(new CustomEvent("w-swap:success"));
  for (const row of getRows()) {
    if (checked.includes(getId(row)) && !pending.has(getId(row))) row.querySelector(BOX).click();
  }
  if (!hadFocus) return;
  const restored = isUndo && getRows().find((row) => !before.includes(getId(row)));
  const row = restored || findNearest(before, lastId) || getRows()[0];
  if (!focusRow(row)) document.querySelector(".reader-comments-tabs [aria-current]")?.focus();
}

/** Tell what the page tells, and show its number in the menu. */
function relay(page) {
  const messages = [...page.querySelectorAll(".messages > ul > li")];
  messages.forEach((item, place) => {
    const type = ["error", "warning"].find((kind) => item.classList.contains(kind)) ?? "success";
    item.querySelectorAll("button").forEach((button) => button.remove());
    tell(item.textContent.replace(/\s+/g, " ").trim(), type, place === 0);
  });
  const item = document.querySelector(".reader-comments-menu-item");
  const props = page.getElementById("wagtail-sidebar-props");
  const attrs = props && findMenuItem(JSON.parse(props.textContent))?.attrs;
  if (!item || !attrs) return;
  for (const name of ["data-waiting", "aria-label"]) {
    if (name in attrs) item.setAttribute(name, attrs[name]);
    else item.removeAttribute(name);
  }
}

function findMenuItem(data) {
  if (data === null || typeof data !== "object") return null;
  if (data.name === "reader-comments") return data;
  for (const value of Object.values(data)) {
    const found = findMenuItem(value);
    if (found) return found;
  }
  return null;
}

async function send(action, data, { id, isUndo }) {
  try {
    const answer = await fetch(action, { method: "POST", body: data });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!page.querySelector(LISTING)) {
      if (!answer.ok) throw new Error(answer.statusText);
      // Another page, such as the one to sign in.
      window.location.assign(answer.url);
      return;
    }
    pending.delete(id);
    swap(page, { isUndo });
    relay(page);
  } catch {
    pending.delete(id);
    markPending();
    tell(desk.dataset.failed, "error");
  }
}

/** Send a form of the listing in the background. The focus is at the next comment at once. */
function submitInPlace(event) {
  const form = event.target;
  const listing = getListing();
  if (event.defaultPrevented || form.method !== "post" || !listing?.contains(form)) return;
  event.preventDefault();
  const row = form.closest("tr");
  const id = getId(row);
  if (pending.has(id)) return;
  const data = new FormData(form, event.submitter);
  const moves = row && event.submitter?.name === "decision";
  if (moves) {
    pending.add(id);
    markPending();
    const ids = getRows().map(getId);
    if (!focusRow(findNearest(ids, id))) lastId = id;
  } else if (row) {
    lastId = id;
  }
  line = line.then(() => send(form.action, data, { id, isUndo: !row }));
}

/** The row that the keys are about; on the review page, the comment. */
function getScope() {
  const row = document.activeElement.closest?.(ROW) ?? findRow(lastId);
  return row ?? document.querySelector(".reader-comment--reviewed");
}

function step(direction) {
  const rows = getRows().filter((row) => !pending.has(getId(row)));
  const place = rows.indexOf(getScope());
  const next = place < 0 ? 0 : Math.min(Math.max(place + direction, 0), rows.length - 1);
  return focusRow(rows[next]);
}

/** Ask for the reason of a rejection; `select` and `button` are those of the comment's form. */
function askReason(select, button) {
  const subject = button.getAttribute("aria-label");
  reasons.querySelector("[data-reader-comments-reasons-subject]").textContent = subject;
  reasons.returnValue = "";
  reasons.addEventListener(
    "close",
    () => {
      const [kind, code] = reasons.returnValue.split(":");
      if (kind !== "reason") return;
      select.value = code;
      button.form.requestSubmit(button);
    },
    { once: true },
  );
  reasons.showModal();
}

function decideSelection(key) {
  const action = { a: "approve", r: "reject", s: "spam", e: "escalate" }[key];
  if (!action || !document.querySelector(`${LISTING} ${BOX}:checked`)) return false;
  const button = [...document.querySelectorAll("[data-bulk-action-button]")].find((link) =>
    link.getAttribute("href").includes(`/${action}/`),
  );
  button?.click();
  return Boolean(button);
}

function press(key) {
  if (decideSelection(key)) return true;
  const scope = getScope();
  if (!scope) {
    if (desk && /^[arsehfcnx]$/.test(key)) tell(desk.dataset.choose, "warning");
    return false;
  }
  const target = scope.querySelector(`[data-reader-comments-key="${key}"]`);
  if (!target) return false;
  const select = key === "r" && target.form?.elements.namedItem("reason");
  if (select && reasons) askReason(select, target);
  else target.click();
  return true;
}

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  u: () => {
    const button = document.querySelector(".reader-comments-undo button");
    button?.click();
    return Boolean(button);
  },
  x: () => {
    const box = getScope()?.querySelector(BOX);
    box?.click();
    return Boolean(box);
  },
  "/": () => {
    const field = document.querySelector("#id_q, header input[name=q]");
    field?.focus();
    field?.select();
    return Boolean(field);
  },
};

function onKey(event) {
  const { key, target } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (reasons?.open) {
    const button = reasons.querySelector(`button[data-number="${CSS.escape(key)}"]`);
    if (button) {
      event.preventDefault();
      button.click();
    }
    return;
  }
  const isTyping = target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
  if (isTyping || document.querySelector("dialog[open], [role=dialog]:not([aria-hidden])")) return;
  const isDone = key in KEYS ? KEYS[key]() : press(key);
  if (!isDone) return;
  event.preventDefault();
  // Wagtail has its own use for the same key.
  event.stopImmediatePropagation();
}

/** Add the keys of the desk to the dialog in which Wagtail explains its own. */
function explainKeys() {
  const rows = document.querySelector("[data-reader-comments-shortcuts]");
  // Wagtail takes its dialogs out of templates, earlier or later than this.
  const roots = [document, ...[...document.querySelectorAll("template")].map((it) => it.content)];
  const dialogs = roots.map((root) => root.querySelector("#keyboard-shortcuts-dialog"));
  dialogs.find(Boolean)?.querySelector("thead")?.after(rows.content.cloneNode(true));
}

function showKeys(event) {
  if (!event.target.closest?.("[data-reader-comments-keys]")) return;
  const dialog = document.getElementById("keyboard-shortcuts-dialog");
  dialog?.dispatchEvent(new CustomEvent("w-dialog:show"));
}

/** Keep where the moderator is, for when the page to which this click leads is done with. */
function keepPlace(event) {
  const way = event.target.closest?.(WAY);
  if (!way || !lastId) return;
  const place = { from: way.pathname, id: lastId, ids: getRows().map(getId), to: location.search };
  sessionStorage.setItem(PLACE, JSON.stringify(place));
}

/** Put the focus where it was before such a page, or at the next comment. */
function returnToPlace() {
  const place = JSON.parse(sessionStorage.getItem(PLACE));
  sessionStorage.removeItem(PLACE);
  if (!place || place.to !== location.search || !document.referrer) return;
  if (new URL(document.referrer).pathname === place.from) focusRow(findNearest(place.ids, place.id));
}

document.addEventListener("submit", submitInPlace);
document.addEventListener("click", showKeys);
document.addEventListener("click", keepPlace);
document.addEventListener("focusin", (event) => {
  const row = event.target.closest?.(ROW);
  if (row) lastId = getId(row);
});
if (config.KEYBOARD_SHORTCUTS_ENABLED ?? true) {
  document.addEventListener("keydown", onKey, { capture: true });
}
explainKeys();
returnToPlace();
