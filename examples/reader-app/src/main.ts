// Routes by the hash of the address, so that the example needs no server of its own.
import { client, Refused, SILENT } from "./api";
import { announcePage, h } from "./dom";
import { desk } from "./desk";
import { article, author, column, home, issue, type View } from "./views";

let siteName = "Reader";

function find(path: string, query: URLSearchParams): Promise<View> {
  const [, kind, id] = path.split("/");
  const number = Number(id);
  if (kind === "moderation") return desk(query);
  if (!kind) return home();
  if (Number.isInteger(number)) {
    if (kind === "columns") return column(number, Number(query.get("offset") ?? 0));
    if (kind === "articles") return article(number, query);
    if (kind === "authors") return author(number);
    if (kind === "issues") return issue(number);
  }
  throw new Refused(404, { detail: "There is no such page." });
}

let shows = 0;

/** Show what the address asks for; the focus goes to its heading, as on a new page. */
async function show(isFirst: boolean): Promise<void> {
  const main = document.querySelector("main");
  if (!main) return;
  const number = ++shows;
  const [path = "/", search = ""] = window.location.hash.slice(1).split("?");
  main.setAttribute("aria-busy", "true");
  let view: View;
  try {
    view = await find(path, new URLSearchParams(search));
  } catch (error) {
    const text = error instanceof Refused ? error.message : SILENT;
    const title = error instanceof Refused ? "Not found" : "No answer";
    view = { title, content: [h("h1", {}, title), h("p", {}, text)] };
  }
  // Whoever has gone on meanwhile is not led back by an answer that comes late.
  if (number !== shows) return;
  main.replaceChildren(...view.content);
  main.removeAttribute("aria-busy");
  document.title = `${view.title} · ${siteName}`;
  if (isFirst) return;
  const heading = main.querySelector("h1");
  heading?.setAttribute("tabindex", "-1");
  heading?.focus();
  announcePage(view.title);
}

async function start(): Promise<void> {
  const { data } = await client.GET("/api/v3/columns/site/").catch(() => ({ data: undefined }));
  siteName = data?.name ?? siteName;
  document
    .querySelector("#masthead")
    ?.replaceChildren(
      h("a", { href: "#/", class: "name" }, siteName),
      h("nav", { "aria-label": "Main" }, h("a", { href: "#/moderation" }, "Moderation")),
    );
  window.addEventListener("hashchange", () => {
    // The link to the content is no page.
    if (window.location.hash !== "#content") void show(false);
  });
  await show(true);
}

void start();
