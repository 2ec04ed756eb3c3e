// Better with script, whole without: nothing here is needed to read a page.
(() => {
  "use strict";
  const on = () => new URLSearchParams(location.search).get("on");

  // The map: words beside the pointer, a nation's page on a click. The table below holds the same.
  const map = (root) => {
    for (const svg of root.querySelectorAll("svg.world")) {
      const out = root.querySelector(".pointer");
      for (const shape of svg.querySelectorAll("[data-nation]")) {
        const day = on();
        const address = `/nations/${shape.dataset.nation}${day ? `?on=${day}` : ""}`;
        if (shape.dataset.words) shape.dataset.href = address;
        shape.addEventListener("pointerenter", () => { if (out) out.textContent = shape.dataset.words; });
        shape.addEventListener("click", () => { if (shape.dataset.words) location.assign(address); });
      }
    }
  };

  // Tables sort by a column; the order of the server comes back on the third click.
  const sortable = (root) => {
    for (const table of root.querySelectorAll("section.table table")) {
      const body = table.tBodies[0];
      const rows = [...body.rows];
      if (rows.length < 3) continue;
      [...table.tHead.rows[0].cells].forEach((head, i) => {
        if (head.querySelector("button")) return;
        const button = document.createElement("button");
        button.type = "button";
        button.className = "sort";
        button.textContent = head.textContent;
        head.replaceChildren(button);
        button.addEventListener("click", () => {
          const now = head.getAttribute("aria-sort");
          const next = now === null ? (head.classList.contains("figure") ? "descending" : "ascending")
            : now === "descending" ? (head.classList.contains("figure") ? "ascending" : null)
            : (head.classList.contains("figure") ? null : "descending");
          for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
          if (next) head.setAttribute("aria-sort", next);
          const value = (row) => {
            const text = row.cells[i].textContent.trim();
            const figure = parseFloat(text.replace(/,/g, "").replace(/^(under|<|>) /, ""));
            return head.classList.contains("figure") ? (Number.isNaN(figure) ? null : figure) : text;
          };
          const sign = next === "descending" ? -1 : 1;
          const sorted = next === null ? rows : [...rows].sort((a, b) => {
            const x = value(a), y = value(b);
            if (x === null || y === null) return (x === null) - (y === null);
            return sign * (typeof x === "number" ? x - y : x.localeCompare(y));
          });
          body.replaceChildren(...sorted);
        });
      });
    }
  };

  // Choosing in a filter asks at once.
  const filters = (root) => {
    for (const form of root.querySelectorAll("form.filters[data-now]")) {
      form.addEventListener("change", () => form.requestSubmit());
    }
  };

  const all = (root) => { map(root); sortable(root); filters(root); };
  document.addEventListener("DOMContentLoaded", () => all(document));
  document.addEventListener("htmx:afterSettle", (event) => all(event.detail.elt));
})();
