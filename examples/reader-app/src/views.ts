// What a reader reads: columns, a column, an article, an author, an issue.
import { client, take, type Schema } from "./api";
import { discussion } from "./discussion";
import { formatDate, h, html } from "./dom";

type Image = Schema["ColumnsImage"];
type Teaser = Schema["ColumnsTeaser"];
type Block = NonNullable<Schema["ColumnsArticle"]["body"]>[number];

export interface View {
  title: string;
  content: Node[];
}

function picture(image: Image | null, size: "teaser" | "large" | "thumbnail"): Node | null {
  if (!image) return null;
  const shown = image.renditions[size];
  return h("img", {
    src: shown.url,
    width: String(shown.width),
    height: String(shown.height),
    alt: image.alt,
    loading: "lazy",
  });
}

function teaser(article: Teaser): Node {
  const names = article.authors.map((author) => author.name).join(", ");
  const comments = article.comment_count === 1 ? "1 comment" : `${article.comment_count} comments`;
  return h(
    "li",
    { class: "teaser" },
    picture(article.image, "teaser"),
    h("p", { class: "kicker" }, article.kicker),
    h("h2", {}, h("a", { href: `#/articles/${article.id}` }, article.title)),
    h("p", {}, article.standfirst),
    h("p", { class: "note" }, [names, formatDate(article.date), comments].filter(Boolean).join(" · ")),
  );
}

export async function home(): Promise<View> {
  const [columns, articles, issue] = await Promise.all([
    client.GET("/api/v3/columns/").then(take),
    client.GET("/api/v3/columns/articles/", { params: { query: { limit: 10 } } }).then(take),
    client.GET("/api/v3/columns/issues/current/").then((answer) => answer.data),
  ]);
  return {
    title: "Columns",
    content: [
      h("h1", {}, "Columns"),
      h(
        "ul",
        { class: "cards" },
        columns.items.map((column) =>
          h(
            "li",
            {},
            h("h2", {}, h("a", { href: `#/columns/${column.id}` }, column.title)),
            h("p", {}, column.tagline),
          ),
        ),
      ),
      ...(issue
        ? [
            h(
              "aside",
              { class: "issue", "aria-label": "Current issue" },
              picture(issue.cover, "thumbnail"),
              h("p", { class: "kicker" }, "Current issue"),
              h("p", {}, h("a", { href: `#/issues/${issue.id}` }, issue.title)),
              h("p", { class: "note" }, issue.cover_headline),
            ),
          ]
        : []),
      h("h2", { class: "section" }, "Newest articles"),
      h("ul", { class: "teasers" }, articles.items.map(teaser)),
    ],
  };
}

export async function column(id: number, offset: number): Promise<View> {
  const [found, articles] = await Promise.all([
    client
      .GET("/api/v3/columns/{column_id}/", { params: { path: { column_id: id } } })
      .then(take),
    client
      .GET("/api/v3/columns/articles/", {
        params: { query: { column: id, limit: 10, offset } },
      })
      .then(take),
  ]);
  const steps = [
    articles.previous !== null &&
      h("a", { href: `#/columns/${id}?offset=${articles.previous}` }, "Newer articles"),
    articles.next !== null &&
      h("a", { href: `#/columns/${id}?offset=${articles.next}` }, "Older articles"),
  ];
  return {
    title: found.title,
    content: [
      h("h1", {}, found.title),
      h("p", { class: "standfirst" }, found.tagline),
      html("div", found.introduction),
      h("ul", { class: "teasers" }, articles.items.map(teaser)),
      h("nav", { "aria-label": "Pages", class: "steps" }, steps),
    ],
  };
}

function block(item: Block): Node {
  switch (item.type) {
    case "paragraph":
      return html("div", item.value);
    case "heading":
      return h("h2", {}, item.value);
    case "figure":
      return h(
        "figure",
        {},
        picture(item.value.image, "large"),
        h("figcaption", {}, html("div", item.value.caption), item.value.credit),
      );
    case "pull_quote":
      return h(
        "blockquote",
        {},
        h("p", {}, item.value.quote),
        item.value.attribution && h("footer", {}, item.value.attribution),
      );
    case "embed":
      return h("p", {}, h("a", { href: item.value.url }, item.value.title || item.value.url));
    case "box":
      return h("aside", { class: "box" }, h("h2", {}, item.value.title), html("div", item.value.text));
  }
}

export async function article(id: number, place: URLSearchParams): Promise<View> {
  const found = take(
    await client.GET("/api/v3/columns/articles/{article_id}/", {
      params: { path: { article_id: id } },
    }),
  );
  const others = [
    found.previous && h("a", { href: `#/articles/${found.previous.id}` }, found.previous.title),
    found.next && h("a", { href: `#/articles/${found.next.id}` }, found.next.title),
  ];
  return {
    title: found.title,
    content: [
      h(
        "article",
        {},
        h(
          "p",
          { class: "kicker" },
          found.column && h("a", { href: `#/columns/${found.column.id}` }, found.column.title),
          found.kicker && ` ${found.kicker}`,
        ),
        h("h1", {}, found.title),
        h("p", { class: "standfirst" }, found.standfirst),
        h(
          "ul",
          { class: "byline", "aria-label": "Authors" },
          found.authors.map((author) =>
            h(
              "li",
              {},
              picture(author.portrait, "thumbnail"),
              h(
                "span",
                {},
                h("a", { href: `#/authors/${author.id}` }, author.name),
                author.credentials && `, ${author.credentials}`,
              ),
            ),
          ),
        ),
        h("p", { class: "note" }, `${formatDate(found.date)} · ${found.reading_time} min`),
        (found.body ?? []).map(block),
        found.corrections.map((correction) =>
          h("aside", { class: "box" }, h("h2", {}, "Correction"), html("div", correction.text)),
        ),
      ),
      h("nav", { "aria-label": "More of this column", class: "steps" }, others),
      await discussion(id, place),
    ],
  };
}

export async function author(id: number): Promise<View> {
  const found = take(
    await client.GET("/api/v3/columns/authors/{author_id}/", {
      params: { path: { author_id: id } },
    }),
  );
  const articles = take(
    await client.GET("/api/v3/columns/articles/", { params: { query: { author: id } } }),
  );
  return {
    title: found.title,
    content: [
      h("h1", {}, found.title),
      picture(found.portrait, "thumbnail") ?? "",
      html("div", found.biography || found.short_biography),
      h("ul", { class: "teasers" }, articles.items.map(teaser)),
    ].filter((node): node is HTMLElement => typeof node !== "string"),
  };
}

export async function issue(id: number): Promise<View> {
  const found = take(
    await client.GET("/api/v3/columns/issues/{issue_id}/", { params: { path: { issue_id: id } } }),
  );
  return {
    title: found.title,
    content: [
      h("h1", {}, found.title),
      h("p", { class: "standfirst" }, found.cover_headline),
      h(
        "ol",
        { class: "contents" },
        found.contents.map((entry) =>
          h(
            "li",
            {},
            entry.article
              ? h("a", { href: `#/articles/${entry.article.id}` }, entry.headline)
              : entry.headline,
            entry.page_number !== null && ` (page ${entry.page_number})`,
          ),
        ),
      ),
    ],
  };
}
