// What this reader wrote in this browser: what became of it, and changing or taking it back.
import { client, kept, Refused, SILENT, take, type Kept, type Schema } from "./api";
import { announce, field, h, html, tell } from "./dom";

type Own = Schema["CommentsOwn"];

const BECAME = {
  approved: "Your comment is public.",
  held: "Your comment waits for a moderator.",
  rejected: "Your comment is not published.",
  withdrawn: "You have withdrawn your comment.",
} as const;

const prove = ({ id, secret }: Kept) => ({
  params: { path: { comment_id: id }, header: { "Comment-Secret": secret } },
});

/** Show all that was written here below `page` and is not simply one of the threads by now. */
export async function ownComments(page: number): Promise<HTMLElement | null> {
  const found = await Promise.all(kept.on(page).map(read));
  const boxes = found.filter((box) => box !== null);
  if (!boxes.length) return null;
  return h("section", { "aria-label": "What you wrote here" }, boxes);
}

async function read(proof: Kept): Promise<HTMLElement | null> {
  try {
    const answer = await client.GET("/api/v3/comments/{comment_id}/own/", prove(proof));
    const comment = answer.data;
    // It is one of the threads by now, or withdrawn, or gone with its page: nothing is left to prove.
    const isDone = comment
      ? comment.status === "withdrawn" || (comment.status === "approved" && !comment.is_editable)
      : answer.response.status === 404;
    if (isDone) kept.forget(proof);
    return comment && !isDone ? showOwn(proof, comment) : null;
  } catch {
    return null;
  }
}

/** Return the box of a comment that was just posted. */
export async function showPosted(proof: Kept, status: "approved" | "held"): Promise<HTMLElement> {
  return (
    (await read(proof)) ??
    h("div", { class: "box own", tabindex: "-1" }, h("p", {}, BECAME[status]))
  );
}

function showOwn(proof: Kept, comment: Own): HTMLElement {
  const box = h("div", { class: "box own", tabindex: "-1" });
  const act = (label: string, action: () => void): HTMLElement =>
    h(
      "button",
      { type: "button", "aria-label": `${label}: ${comment.subject}`, click: action },
      label,
    );
  box.append(
    h("p", {}, BECAME[comment.status]),
    ...(comment.rejection_message ? [h("p", { class: "note" }, comment.rejection_message)] : []),
    h("h3", {}, comment.subject),
    html("div", comment.html, "words"),
  );
  if (comment.is_editable) {
    box.append(
      h(
        "p",
        { class: "actions" },
        act("Edit", () => {
          const form = editForm(proof, comment, box);
          box.replaceWith(form);
          form.querySelector("textarea")?.focus();
        }),
        act("Withdraw", () => void withdraw(proof, box)),
      ),
    );
  }
  return box;
}

function editForm(proof: Kept, comment: Own, box: HTMLElement, refused?: Refused): HTMLFormElement {
  const form: HTMLFormElement = h(
    "form",
    {
      class: "form",
      novalidate: true,
      submit: (event) => {
        event.preventDefault();
        const data = new FormData(form);
        const typed = {
          subject: String(data.get("subject") ?? ""),
          body: String(data.get("body") ?? ""),
        };
        void edit(proof, { ...comment, ...typed }, box, form);
      },
    },
    h("h3", {}, "Edit your comment"),
    refused &&
      !refused.fields.size &&
      h("p", { class: "error", role: "alert", tabindex: "-1" }, refused.message),
    field({
      name: "subject",
      label: "Subject",
      value: comment.subject,
      error: refused?.fields.get("subject"),
    }),
    field({
      name: "body",
      label: "Comment",
      type: "textarea",
      required: true,
      value: comment.body,
      error: refused?.fields.get("body"),
    }),
    h(
      "p",
      { class: "actions" },
      h("button", { type: "submit" }, "Save"),
      h(
        "button",
        {
          type: "button",
          click: () => {
            form.replaceWith(box);
            box.focus();
          },
        },
        "Leave it as it was",
      ),
    ),
  );
  return form;
}

async function edit(proof: Kept, comment: Own, box: HTMLElement, form: HTMLElement): Promise<void> {
  try {
    const { subject, body } = comment;
    const saved = take(
      await client.PATCH("/api/v3/comments/{comment_id}/own/", {
        ...prove(proof),
        body: { subject, body },
      }),
    );
    const changed = showOwn(proof, saved);
    form.replaceWith(changed);
    changed.focus();
    announce(`Saved. ${BECAME[saved.status]}`);
  } catch (error) {
    const refused = error instanceof Refused ? error : new Refused(0, { detail: SILENT });
    const again = editForm(proof, comment, box, refused);
    form.replaceWith(again);
    again.querySelector<HTMLElement>("[aria-invalid=true], [role=alert]")?.focus();
  }
}

async function withdraw(proof: Kept, box: HTMLElement): Promise<void> {
  try {
    const answer = await client.DELETE("/api/v3/comments/{comment_id}/own/", prove(proof));
    if (!answer.response.ok) take(answer);
    kept.forget(proof);
    box.replaceChildren(h("p", {}, BECAME.withdrawn));
    box.focus();
    announce(BECAME.withdrawn);
  } catch (error) {
    tell(error instanceof Refused ? error.message : SILENT);
  }
}
