// Tables: picks rows by text and lists, orders them by a column, shows a page at a time.
// Every cell was put in words before; a number is read back from what is shown.
"use strict";
const DIGITS = [...Array(92).keys()].map((k) => String.fromCharCode(35 + k))
  .filter((digit) => !"<&\\".includes(digit));
const VALUE = new Map(DIGITS.map((digit, k) => [digit, k]));

// codes are written as text: first of how many digits each, then all of them, lowest digit first
function unpacked(text) {
  const digits = Number(text[0]);
  const codes = new Array((text.length - 1) / digits);
  for (let k = 0; k < codes.length; k += 1) {
    let code = 0;
    for (let d = digits; d > 0; d -= 1) code = code * DIGITS.length + VALUE.get(text[k * digits + d]);
    codes[k] = code;
  }
  return codes;
}

function searchable(box) {
  const { columns, selects, page } = JSON.parse(box.querySelector("script").textContent);
  for (const coded of [...columns, ...selects]) coded.codes = unpacked(coded.codes);
  const form = box.querySelector("form");
  const heads = [...box.querySelectorAll("thead th")];
  const body = box.querySelector("tbody");
  const status = box.querySelector(".status");
  const pager = box.querySelector(".pager");
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const keys = columns.map(sortKeys);
  const everyRow = [...columns[0].codes.keys()];
  let order = null;
  let start = 0;

  function sortKeys(column) {
    if (column.kind === "number") return column.cells.map(([text]) => numberIn(text));
    const ranked = column.cells.map((_, k) => k);
    ranked.sort((a, b) => collator.compare(column.cells[a][0], column.cells[b][0]));
    const rank = [];
    ranked.forEach((k, place) => { rank[k] = column.cells[k][0] === "" ? NaN : place; });
    return rank;
  }

  function numberIn(text) {
    const found = text.replaceAll("−", "-").replaceAll(",", "").match(/[-+]?\d+(\.\d+)?/);
    if (!found) return NaN;
    return text.startsWith("<") ? Number(found[0]) / 2 : Number(found[0]);
  }

  function chosenRows() {
    const wanted = form.elements.text.value.trim().toLowerCase();
    const holding = columns.map((c) => c.kind !== "number"
      ? c.cells.map(([text]) => text.toLowerCase().includes(wanted)) : null);
    const tests = selects
      .map((s) => [s.codes, s.places[form.elements[s.name].value]])
      .filter(([, places]) => places)
      .map(([codes, places]) => [codes, new Set(places)]);
    return everyRow.filter((row) => tests.every(([codes, places]) => places.has(codes[row]))
      && (!wanted || columns.some((c, k) => holding[k] && holding[k][c.codes[row]])));
  }

  function ordered(rows) {
    if (!order) return rows;
    const key = keys[order.column];
    const codes = columns[order.column].codes;
    // what is blank comes last, whichever way the column is ordered
    return rows.sort((a, b) => {
      const left = key[codes[a]];
      const right = key[codes[b]];
      if (Number.isNaN(left) || Number.isNaN(right)) return Number.isNaN(left) - Number.isNaN(right);
      return order.sign * (left - right);
    });
  }

  // a column that names what all rows share says nothing, and so does one that is blank
  function leftOut(rows) {
    return columns.map((column) => rows.length > 0
      && (column.kind === "quiet" || column.cells[column.codes[rows[0]]][0] === "")
      && rows.every((row) => column.codes[row] === column.codes[rows[0]]));
  }

  function cell(column, row, first) {
    const [text, tone] = column.cells[column.codes[row]];
    const made = document.createElement(first ? "th" : "td");
    if (first) made.scope = "row";
    if (!first && column.kind === "number") made.classList.add("number");
    if (!first && tone) made.classList.add(`tone-${tone}`);
    made.textContent = text;
    return made;
  }

  function show() {
    const rows = ordered(chosenRows());
    start = Math.max(0, Math.min(start, Math.floor((rows.length - 1) / page) * page));
    const shown = rows.slice(start, start + page);
    const hidden = leftOut(rows);
    heads.forEach((head, k) => { head.hidden = hidden[k]; });
    body.replaceChildren(...shown.map((row) => {
      const line = document.createElement("tr");
      line.append(...columns.map((column, k) => cell(column, row, k === 0)));
      hidden.forEach((left, k) => { line.children[k].hidden = left; });
      return line;
    }));
    const counts = { from: start + 1, to: start + shown.length, total: rows.length };
    status.textContent = rows.length
      ? status.dataset.range.replace(/\[(\w+)\]/g, (_, name) => counts[name].toLocaleString())
      : status.dataset.none;
    pager.hidden = rows.length <= page;
    const [back, on] = pager.children;
    back.disabled = start === 0;
    on.disabled = start + page >= rows.length;
    heads.forEach((head, k) => {
      const way = order && order.column === k ? order.sign : 0;
      head.setAttribute("aria-sort", way > 0 ? "ascending" : way < 0 ? "descending" : "none");
    });
  }

  // what a column holds can depend on the gap or the level that is chosen
  function nameColumns() {
    const chosen = ["gap", "level"].map((name) => form.elements[name]?.value);
    columns.forEach((column, k) => {
      const heading = chosen.map((value) => column.headings[value]).find(Boolean);
      if (heading) heads[k].firstElementChild.textContent = heading;
    });
  }

  heads.forEach((head, k) => head.firstElementChild.addEventListener("click", () => {
    order = { column: k, sign: order && order.column === k ? -order.sign : 1 };
    start = 0;
    show();
  }));
  form.addEventListener("input", () => { start = 0; nameColumns(); show(); });
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const button of pager.children) {
    button.addEventListener("click", () => { start += page * Number(button.dataset.step); show(); });
  }
  form.hidden = false;
  nameColumns();
  show();
}

// a table's data are read when it is first looked at
for (const fold of document.querySelectorAll(".table-fold")) {
  const box = fold.querySelector(".searchable");
  if (fold.open) searchable(box);
  else fold.addEventListener("toggle", () => searchable(box), { once: true });
}
