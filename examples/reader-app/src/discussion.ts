// A discussion: its threads, and all that a reader does in it.
import { client, getReaderKey, kept, makeKey, Refused, SILENT, take, type Schema } from "./api";
import { announce, field, formatDate, h, html, tell } from "./dom";
import { ownComments, showPosted } from "./own";

type Comment = Schema["CommentsComment"];
type Thread = Schema["CommentsNode"];
type State = Schema["CommentsDiscussion"];
type Sort = "oldest" | "newest" | "discussed";

const FIELDS = ["subject", "body", "author_name", "author_email"];
const REASONS = {
  spam: "It is advertising or spam",
  abuse: "It attacks or insults somebody",
  hate: "It is hateful or threatening",
  private: "It shows something private",
  "off-topic": "It has nothing to do with the article",
  other: "Something else",
} as const;

type Reason = keyof typeof REASONS;

/** Make the section below an article; nothing where there is no discussion. */
export async function discussion(page: number, place: URLSearchParams): Promise<HTMLElement> {
  const section = h("section", { class: "discussion", "aria-labelledby": "discussion" });
  const { data: state } = await client.GET("/api/v3/comments/discussions/{page_id}/", {
    params: { path: { page_id: page } },
  });
  if (!state) return section;
  const list = h("div");
  const sort = h("select", {
    id: "sort",
    change: () => void changeThreads(state, list, { sort: sort.value as Sort }),
  });
  for (const name of state.sorts) {
    sort.append(h("option", { value: name }, name[0]?.toUpperCase() + name.slice(1)));
  }
  section.append(
    h("h2", { id: "discussion" }, `Comments (${state.count})`),
    h("p", { class: "sort" }, h("label", { for: "sort" }, "Order "), sort),
    list,
  );
  const [own] = await Promise.all([
    ownComments(page),
    showThreads(state, list, { sort: "oldest", thread: place.get("thread") }),
  ]);
  if (own) section.append(own);
  if (state.mode === "open") section.append(makeForm(state, null));
  else section.append(h("p", {}, "This discussion is closed."));
  return section;
}

interface Place {
  sort: Sort;
  thread?: string | null;
  after?: string;
}

/** What each list was last asked to show: an answer to anything before comes too late. */
const asked = new WeakMap<HTMLElement, Place>();

/** Show threads where a reader asked for them; what goes wrong is said. */
async function changeThreads(state: State, list: HTMLElement, place: Place): Promise<boolean> {
  try {
    await showThreads(state, list, place);
    return true;
  } catch (error) {
    tell(error instanceof Refused ? error.message : SILENT);
    return false;
  }
}

async function showThreads(state: State, list: HTMLElement, place: Place): Promise<void> {
  asked.set(list, place);
  const found = take(
    await client.GET("/api/v3/comments/threads/", {
      params: {
        query: {
          page: state.page,
          sort: place.sort,
          ...(place.after ? { after: place.after } : {}),
          ...(place.thread ? { thread: place.thread } : {}),
        },
      },
    }),
  );
  if (asked.get(list) !== place) return;
  const threads = h("ol", { class: "threads" }, found.items.map((node) => thread(state, node)));
  if (!place.after) list.replaceChildren(threads);
  else list.append(threads);
  if (found.next) {
    const more = h(
      "button",
      {
        type: "button",
        click: () => {
          more.disabled = true;
          void changeThreads(state, list, { ...place, after: found.next ?? "" }).then((isShown) => {
            if (isShown) more.remove();
            else more.disabled = false;
          });
        },
      },
      "More comments",
    );
    list.append(more);
  }
}

function thread(state: State, node: Thread): HTMLElement {
  return h(
    "li",
    {},
    node.comment ? shown(state, node.comment) : h("p", { class: "note" }, "This comment is gone."),
    node.replies.length > 0 && h("ol", {}, node.replies.map((reply) => thread(state, reply))),
    node.hidden_replies > 0 &&
      node.thread &&
      h(
        "p",
        {},
        h(
          "a",
          { href: `#/articles/${state.page}?thread=${node.thread}` },
          `${node.hidden_replies} more replies`,
        ),
      ),
  );
}

function shown(state: State, comment: Comment): HTMLElement {
  const badge = comment.badge === "author" ? "Author" : comment.badge === "staff" ? "Staff" : "";
  const room = h("div");
  return h(
    "article",
    { class: "comment", id: `c-${comment.id}` },
    h("h3", {}, comment.subject),
    h(
      "p",
      { class: "note" },
      [comment.author_name, badge, formatDate(comment.created_at)].filter(Boolean).join(" · "),
    ),
    html("div", comment.html, "words"),
    h(
      "p",
      { class: "actions" },
      state.reaction && reaction(state, comment),
      state.mode === "open" &&
        h(
          "button",
          {
            type: "button",
            "aria-label": `Reply to ${comment.author_name}: ${comment.subject}`,
            click: () => {
              const form = makeForm(state, comment);
              room.replaceChildren(form);
              form.querySelector("textarea")?.focus();
            },
          },
          "Reply",
        ),
      h(
        "button",
        {
          type: "button",
          "aria-label": `Flag ${comment.subject}`,
          click: () => room.replaceChildren(flagForm(comment, room)),
        },
        "Flag",
      ),
    ),
    room,
  );
}

function reaction(state: State, comment: Comment): HTMLElement {
  const label = (count: number): string => `${state.reaction} (${count})`;
  const button = h(
    "button",
    {
      type: "button",
      "aria-pressed": "false",
      click: () => {
        const isOn = button.getAttribute("aria-pressed") === "true";
        const request = {
          params: {
            path: { comment_id: comment.id },
            header: { "Reader-Key": getReaderKey() },
          },
        };
        const address = "/api/v3/comments/{comment_id}/reaction/";
        void (isOn ? client.DELETE(address, request) : client.PUT(address, request))
          .then(take)
          .then((answer) => {
            button.setAttribute("aria-pressed", String(answer.is_on));
            button.textContent = label(answer.reaction_count);
          })
          .catch((error: unknown) => tell(error instanceof Refused ? error.message : SILENT));
      },
    },
    label(comment.reaction_count),
  );
  return button;
}

function flagForm(comment: Comment, room: HTMLElement): HTMLElement {
  const legend = "What is wrong with it?";
  return h(
    "form",
    {
      class: "form",
      submit: (event) => {
        event.preventDefault();
        const data = new FormData(event.target as HTMLFormElement);
        const reason = data.get("reason") as Reason;
        void client
          .POST("/api/v3/comments/{comment_id}/flags/", {
            params: {
              path: { comment_id: comment.id },
              header: { "Reader-Key": getReaderKey() },
            },
            body: { reason, note: "" },
          })
          .then((answer) => {
            const text = answer.error ? "This was not taken." : "Thank you: a moderator will look.";
            room.replaceChildren(h("p", { class: "note" }, text));
            announce(text);
          })
          .catch(() => tell(SILENT));
      },
    },
    h(
      "fieldset",
      {},
      h("legend", {}, legend),
      Object.entries(REASONS).map(([value, label], number) =>
        h(
          "label",
          { class: "choice" },
          h("input", { type: "radio", name: "reason", value, checked: number === 0 }),
          ` ${label}`,
        ),
      ),
    ),
    h("button", { type: "submit" }, "Tell the moderators"),
  );
}

/** Make the form of a comment or of a reply. What was typed stays until it was taken. */
function makeForm(
  state: State,
  parent: Comment | null,
  typed?: FormData,
  refused?: Refused,
  key = makeKey(),
) {
  const value = (name: string): string => String(typed?.get(name) ?? "");
  const preview = h("div", { class: "preview", "aria-live": "polite" });
  const labels = new Map(state.fields.map((each) => [each.name, each]));
  const make = (name: string, type?: "email" | "textarea") => {
    const known = labels.get(name);
    return field({
      name,
      label: known?.label ?? name,
      help: known?.help_text ?? "",
      required: known?.is_required ?? false,
      error: refused?.fields.get(name),
      value: value(name),
      ...(type ? { type } : {}),
    });
  };
  const form: HTMLFormElement = h(
    "form",
    {
      class: "form",
      novalidate: true,
      submit: (event) => {
        event.preventDefault();
        void send(state, parent, form, key);
      },
    },
    h("h3", {}, parent ? `Reply to ${parent.author_name}` : "Write a comment"),
    state.guidelines && html("div", state.guidelines),
    refused &&
      h(
        "p",
        { class: "error", role: "alert", tabindex: "-1" },
        FIELDS.some((name) => refused.fields.has(name))
          ? "Please look at the fields below."
          : refused.message,
      ),
    make("subject"),
    make("body", "textarea"),
    make("author_name"),
    make("author_email", "email"),
    preview,
    h(
      "p",
      { class: "actions" },
      h("button", { type: "submit" }, "Post"),
      h("button", { type: "button", click: () => void showPreview(form, preview) }, "Preview"),
    ),
  );
  return form;
}

async function showPreview(form: HTMLFormElement, room: HTMLElement): Promise<void> {
  const body = String(new FormData(form).get("body") ?? "");
  try {
    const made = take(await client.POST("/api/v3/comments/preview/", { body: { body } }));
    room.replaceChildren(h("h4", {}, "Preview"), html("div", made.html, "words"));
  } catch (error) {
    const text = error instanceof Refused ? (error.fields.get("body") ?? error.message) : SILENT;
    room.replaceChildren(h("p", { class: "error" }, text));
  }
}

async function send(state: State, parent: Comment | null, form: HTMLFormElement, key: string) {
  const data = new FormData(form);
  const text = (name: string): string => String(data.get(name) ?? "");
  try {
    const receipt = take(
      await client.POST("/api/v3/comments/", {
        params: { header: { "Idempotency-Key": key } },
        body: {
          page: state.page,
          parent: parent?.id ?? null,
          subject: text("subject"),
          body: text("body"),
          author_name: text("author_name"),
          author_email: text("author_email"),
          notify_replies: false,
          website: "",
        },
      }),
    );
    const proof = { id: receipt.id, page: state.page, secret: receipt.secret };
    kept.keep(proof);
    const posted = await showPosted(proof, receipt.status);
    form.replaceWith(posted);
    posted.focus();
    announce("Thank you. Your comment has arrived.");
  } catch (error) {
    const refused =
      error instanceof Refused ? error : new Refused(0, { detail: SILENT });
    // Where no answer came it may have been taken: by its key the same is not taken twice.
    const again = makeForm(state, parent, data, refused, refused.status ? makeKey() : key);
    form.replaceWith(again);
    const wrong =
      again.querySelector<HTMLElement>("[aria-invalid=true]") ??
      again.querySelector<HTMLElement>("[role=alert]");
    wrong?.focus();
  }
}
