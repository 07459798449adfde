// The little that this application needs instead of a framework.

type Child = Node | string | null | undefined | false;
type Properties = Record<string, string | boolean | ((event: Event) => void)>;

/** Make an element. Texts are texts: only `html` below takes markup. */
export function h<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Properties = {},
  ...children: (Child | Child[])[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (typeof value === "function") element.addEventListener(key, value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false) element.setAttribute(key, value);
  }
  for (const child of children.flat()) if (child) element.append(child);
  return element;
}

/** Make an element of HTML that the API promises to be safe: a comment's, or that of an article. */
export function html(name: "div" | "p", source: string, className = ""): HTMLElement {
  const element = h(name, className ? { class: className } : {});
  element.innerHTML = source;
  return element;
}

/** Say something to those who do not see where it happens. */
export function announce(text: string): void {
  say(text, false);
}

/** Say something that nothing else on the page shows. */
export function tell(text: string): void {
  say(text, true);
}

function say(text: string, isShown: boolean): void {
  const status = document.querySelector("#status");
  if (!status) return;
  status.textContent = text;
  status.classList.toggle("shown", isShown);
}

let news = "";

/** Say this when the page that is on its way has come, instead of its title. */
export function tellWithNext(text: string): void {
  news = text;
}

/** Say that a page with this title has come. */
export function announcePage(title: string): void {
  if (news) tell(news);
  else announce(title);
  news = "";
}

export function formatDate(value: string): string {
  return new Intl.DateTimeFormat(undefined, { dateStyle: "long" }).format(new Date(value));
}

let counter = 0;

/** Return an id that nothing else on the page has. */
export function makeId(name: string): string {
  counter += 1;
  return `${name}-${counter}`;
}

interface FieldOptions {
  name: string;
  label: string;
  help?: string;
  error?: string | undefined;
  value?: string | undefined;
  type?: "email" | "text" | "textarea" | "password" | "search";
  required?: boolean;
}

/** Make a labelled field with its help and its error. */
export function field(options: FieldOptions): HTMLElement {
  const id = makeId(options.name);
  const notes = [options.help && `${id}-help`, options.error && `${id}-error`].filter(Boolean);
  const properties: Properties = {
    id,
    name: options.name,
    required: options.required ?? false,
    "aria-invalid": options.error ? "true" : false,
    "aria-describedby": notes.length ? notes.join(" ") : false,
  };
  const input =
    options.type === "textarea"
      ? h("textarea", { ...properties, rows: "6" })
      : h("input", { ...properties, type: options.type ?? "text" });
  input.value = options.value ?? "";
  return h(
    "p",
    { class: "field" },
    h("label", { for: id }, options.label, options.required ? " (required)" : ""),
    options.help && h("span", { id: `${id}-help`, class: "note" }, options.help),
    input,
    options.error && h("span", { id: `${id}-error`, class: "error" }, options.error),
  );
}
