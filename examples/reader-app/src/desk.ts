// A moderator's desk: the queue, decisions about one or many, and taking the last one back.
import { client, Refused, SILENT, take, type Schema } from "./api";
import { announce, field, formatDate, h, html, tell, tellWithNext } from "./dom";
import type { View } from "./views";

type Waiting = Schema["CommentsQueue"]["items"][number];
type Decision = "approve" | "reject" | "spam";

const STATUSES = ["held", "approved", "rejected", "spam"] as const;
type Status = (typeof STATUSES)[number];
type Filter = { status: Status; search?: string };

let lastBatch: string | null = null;

const getToken = (): string | null => sessionStorage.getItem("token");
const authorization = () => ({ headers: { Authorization: `Bearer ${getToken() ?? ""}` } });

export async function desk(query: URLSearchParams): Promise<View> {
  const title = "Moderation";
  if (!getToken()) return { title, content: [h("h1", {}, title), tokenForm()] };
  const asked = query.get("status");
  const status: Status = STATUSES.find((each) => each === asked) ?? "held";
  const search = query.get("search") ?? "";
  const filter: Filter = { status, ...(search ? { search } : {}) };
  try {
    const [queue, reasons] = await Promise.all([
      readQueue(filter),
      client.GET("/api/v3/comments/moderation/reasons/", authorization()).then(take),
    ]);
    return { title, content: [h("h1", {}, title), ...show(queue, reasons.items, filter)] };
  } catch (error) {
    if (error instanceof Refused && error.status === 401) sessionStorage.removeItem("token");
    const text = error instanceof Refused ? error.message : SILENT;
    return {
      title,
      content: [h("h1", {}, title), h("p", { class: "error", role: "alert" }, text), tokenForm()],
    };
  }
}

async function readQueue(filter: Filter, after = ""): Promise<Schema["CommentsQueue"]> {
  return take(
    await client.GET("/api/v3/comments/moderation/comments/", {
      ...authorization(),
      params: { query: { ...filter, ...(after ? { after } : {}) } },
    }),
  );
}

function reload(): void {
  window.dispatchEvent(new HashChangeEvent("hashchange"));
}

function tokenForm(): HTMLElement {
  return h(
    "form",
    {
      class: "form",
      submit: (event) => {
        event.preventDefault();
        const data = new FormData(event.target as HTMLFormElement);
        sessionStorage.setItem("token", String(data.get("token")).trim());
        reload();
      },
    },
    field({
      name: "token",
      label: "Token",
      help: "Of a Wagtail user who moderates; kept until this window is closed.",
      type: "password",
      required: true,
    }),
    h("button", { type: "submit" }, "Sign in"),
  );
}

function show(
  queue: Schema["CommentsQueue"],
  reasons: Schema["CommentsReasons"]["items"],
  filter: Filter,
): Node[] {
  const { status, search = "" } = filter;
  const waiting = [...queue.items];
  const reason = h(
    "select",
    { id: "reason" },
    h("option", { value: "" }, "No reason"),
    reasons.map((each) => h("option", { value: each.code }, each.label)),
  );
  const list = h(
    "ul",
    { class: "queue" },
    waiting.map((comment) => row(comment)),
  );
  const more = h("p", {});
  const offer = (next: string | null): void => {
    if (next === null) {
      more.remove();
      return;
    }
    const button: HTMLButtonElement = h(
      "button",
      {
        type: "button",
        click: () => {
          button.disabled = true;
          void readQueue(filter, next)
            .then((part) => {
              const rows = part.items.map((comment) => row(comment));
              waiting.push(...part.items);
              list.append(...rows);
              offer(part.next);
              (rows[0] ?? list.lastElementChild)?.querySelector("input")?.focus();
              announce(`More comments: ${rows.length}.`);
            })
            .catch((error: unknown) => {
              button.disabled = false;
              tell(error instanceof Refused ? error.message : SILENT);
            });
        },
      },
      "More comments",
    );
    more.replaceChildren(button);
  };
  offer(queue.next);
  const chosen = (): Waiting[] => {
    const ids = new Set(
      [...list.querySelectorAll<HTMLInputElement>("input:checked")].map((input) => input.value),
    );
    return waiting.filter((comment) => ids.has(comment.id));
  };
  const button = (decision: Decision, label: string): HTMLElement =>
    h(
      "button",
      { type: "button", click: () => void decide(decision, chosen(), reason.value) },
      label,
    );
  return [
    h(
      "nav",
      { "aria-label": "Status" },
      h(
        "ul",
        { class: "tabs" },
        STATUSES.map((each) =>
          h(
            "li",
            {},
            h(
              "a",
              {
                href: `#/moderation?status=${each}`,
                "aria-current": each === status ? "page" : false,
              },
              each,
            ),
          ),
        ),
      ),
    ),
    h(
      "form",
      {
        role: "search",
        class: "form",
        submit: (event) => {
          event.preventDefault();
          const text = String(new FormData(event.target as HTMLFormElement).get("search"));
          window.location.hash = `#/moderation?status=${status}&search=${encodeURIComponent(text)}`;
        },
      },
      field({ name: "search", label: "Search", type: "search", value: search }),
      h("button", { type: "submit" }, "Search"),
    ),
    list,
    waiting.length ? more : h("p", {}, "Nothing is here."),
    h(
      "div",
      { class: "decisions", role: "group", "aria-label": "Decide about the selected comments" },
      button("approve", "Approve"),
      button("spam", "Spam"),
      h(
        "span",
        { class: "rejection" },
        h("label", { for: "reason" }, "Reason"),
        reason,
        button("reject", "Reject"),
      ),
      lastBatch !== null &&
        h("button", { type: "button", click: () => void undo() }, "Undo the last decision"),
    ),
  ];
}

function row(comment: Waiting): HTMLElement {
  const id = `choose-${comment.id}`;
  return h(
    "li",
    { class: "comment" },
    h(
      "h2",
      {},
      h("input", { type: "checkbox", id, value: comment.id }),
      h("label", { for: id }, ` ${comment.subject}`),
    ),
    h(
      "p",
      { class: "note" },
      [comment.author_name, formatDate(comment.created_at), comment.page.title].join(" · "),
    ),
    html("div", comment.html, "words"),
    comment.explanation && h("p", { class: "note" }, comment.explanation),
  );
}

async function decide(decision: Decision, comments: Waiting[], reason: string): Promise<void> {
  if (!comments.length) {
    tell("Choose comments first.");
    return;
  }
  try {
    const outcome = take(
      await client.POST("/api/v3/comments/moderation/decisions/", {
        ...authorization(),
        body: {
          decision,
          comments: comments.map(({ id, status, revision }) => ({ id, status, revision })),
          reason: decision === "reject" ? reason : "",
          note: "",
        },
      }),
    );
    lastBatch = outcome.batch;
    tellWithNext(`${outcome.done.length} done, ${outcome.left.length} left as others decided.`);
    reload();
  } catch (error) {
    tell(error instanceof Refused ? error.message : SILENT);
  }
}

async function undo(): Promise<void> {
  if (lastBatch === null) return;
  try {
    const answer = await client.POST("/api/v3/comments/moderation/decisions/{batch_id}/undo/", {
      ...authorization(),
      params: { path: { batch_id: lastBatch } },
    });
    lastBatch = null;
    tellWithNext(answer.error ? "This cannot be undone any more." : "Undone.");
    reload();
  } catch {
    tell(SILENT);
  }
}
