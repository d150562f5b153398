// All text of clients reaches the page through `textContent` and attributes, never as HTML.

/**
 * @param {string} tag
 * @param {Record<string, string>} attributes
 * @param {...(Node | string)} children
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** Changes nothing if the text is the same already. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`no element ${id}`);
  return found;
}

/** `18:05:30`, in the browser's time zone. */
export function clockTime(time) {
  return new Date(time).toLocaleTimeString("en-GB");
}

/** How a status is coloured. The text beside it has the status itself. */
export function toneOf(status) {
  if (["ACTIVE", "HEALTHY", "COMPLETED", "RESTORED"].includes(status)) return "good";
  if (["ERROR", "FAILED", "UNKNOWN"].includes(status)) return "bad";
  if (["RESTART_REQUIRED", "BLOCKED"].includes(status)) return "warn";
  if (status === "SHUTDOWN" || status === "deleted") return "off";
  return "busy";
}

export function toneOfResponse(status) {
  if (status === 0) return "off";
  if (status >= 500) return "bad";
  return status >= 400 ? "warn" : "good";
}

/**
 * A table whose rows follow a list of objects with an `id`. Only cells whose content has changed are touched.
 *
 * A column has a `label`; `of` takes from an item the plain data that its cell shows; `render` makes nodes of them.
 */
export class Table {
  #columns;
  #body = element("tbody", { role: "rowgroup" });
  #rows = new Map();
  #empty;

  constructor(section, columns, empty) {
    this.#columns = columns;
    this.#empty = element("p", { class: "empty" }, empty);
    const labels = columns.map(({ label }) => element("th", { scope: "col", role: "columnheader" }, label));
    const head = element("thead", { role: "rowgroup" }, element("tr", { role: "row" }, ...labels));
    const groups = element("colgroup", {}, ...columns.map(({ name }) => element("col", { class: `column-${name}` })));
    // With explicit roles it stays a table for screen readers where narrow windows show its rows as cards.
    const attributes = { role: "table", "aria-labelledby": `${section.id}-title`, class: `table-${section.id}` };
    section.append(element("table", attributes, groups, head, this.#body), this.#empty);
  }

  update(items) {
    const ids = new Set(items.map(({ id }) => id));
    for (const [id, row] of this.#rows) {
      if (ids.has(id)) continue;
      row.node.remove();
      this.#rows.delete(id);
    }
    let next = this.#body.firstElementChild;
    for (const item of items) {
      const { node } = this.#updateRow(item);
      if (node === next) next = node.nextElementSibling;
      else this.#body.insertBefore(node, next);
    }
    const isEmpty = items.length === 0;
    if (this.#empty.hidden === isEmpty) this.#empty.hidden = !isEmpty;
  }

  #updateRow(item) {
    const row = this.#rows.get(item.id) ?? this.#addRow(item.id);
    const text = JSON.stringify(item);
    if (row.text === text) return row;
    row.text = text;
    for (const [index, { of, render }] of this.#columns.entries()) updateCell(row.cells[index], of(item), render);
    return row;
  }

  #addRow(id) {
    const cells = this.#columns.map(({ name, label }, index) => {
      const attributes = { "data-label": label, class: `column-${name}` };
      const node =
        index === 0
          ? element("th", { scope: "row", role: "rowheader", ...attributes })
          : element("td", { role: "cell", ...attributes });
      return { node, text: undefined };
    });
    const row = { node: element("tr", { role: "row" }, ...cells.map(({ node }) => node)), cells, text: undefined };
    this.#rows.set(id, row);
    return row;
  }
}

function updateCell(cell, data, render) {
  const text = JSON.stringify(data) ?? "";
  if (cell.text === text) return;
  cell.text = text;
  const wasOpen = cell.node.querySelector("details")?.open === true;
  cell.node.replaceChildren(...[render(data)].flat().filter((part) => part !== undefined));
  const details = cell.node.querySelector("details");
  if (details && wasOpen) details.open = true;
}
