// Filters, sorts and downloads the one list of a page. The rows are the data: a value stands in an attribute
// (data-hedge) or in an element (data-field="statement") of its row. The filter stands in the query of the address, so
// that #c0037 stays the address of a row.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const list = document.querySelector("[data-list]");
  const bar = document.querySelector("form[data-bar]");
  if (!list || !bar) return;
  const body = list.tBodies ? list.tBodies[0] : list;
  const rows = [...body.querySelectorAll(list.dataset.row)];
  const groups = [...list.querySelectorAll("[data-group]")];
  const homes = rows.map((row) => row.parentElement);
  const columns = (list.dataset.columns || "").split(" ").filter(Boolean);
  const numbers = new Set((list.dataset.numbers || "").split(" "));
  const controls = [...bar.elements].filter((c) => c.dataset.match);
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const plain = (text) => text.replace(/[ \n]+/g, " ").trim();

  function value(row, column) {
    if (column in row.dataset) return row.dataset[column];
    const element = row.querySelector('[data-field="' + column + '"]');
    if (!element) return "";
    return column === "url" && element.hasAttribute("href") ? element.getAttribute("href") : plain(element.textContent);
  }

  // Names and their ids, as the list of suggestions has them.
  const names = [...document.querySelectorAll("#names option")].map((o) => ({ name: o.value, text: fold(o.value), id: o.dataset.id }));
  function idsOf(typed) {
    const text = fold(typed.trim());
    const exact = names.filter((n) => n.text === text || n.id === typed.trim());
    return new Set((exact.length ? exact : names.filter((n) => n.text.includes(text))).map((n) => n.id));
  }

  const texts = new Map();
  function textOf(row) {
    if (!texts.has(row)) {
      const found = columns.length ? columns.map((c) => value(row, c)).join(" ") : row.textContent + " " + (row.dataset.also || "");
      texts.set(row, fold(found));
    }
    return texts.get(row);
  }

  // One test for each control in use. Those on parts of a claim must hold of one and the same part.
  function tests() {
    const found = [], parts = [], any = new Map();
    for (const c of controls) {
      const kind = c.dataset.match, on = c.dataset.on || c.name, given = c.value.trim();
      if (kind === "any") {
        if (!any.has(on)) any.set(on, { all: true, chosen: new Set() });
        if (c.checked) any.get(on).chosen.add(c.value); else any.get(on).all = false;
        continue;
      }
      if (!given || kind === "sort") continue;
      const ids = c.hasAttribute("data-names") ? idsOf(given) : null;
      const fits = ids ? (text) => ids.has(text) : (text) => text === given;
      if (kind === "text") {
        const wanted = fold(given).split(/\s+/);
        found.push((row) => wanted.every((word) => textOf(row).includes(word)));
      } else if (kind === "is") found.push((row) => fits(row.dataset[on] || ""));
      else if (kind === "token") found.push((row) => (row.dataset[on] || "").split(" ").some((t) => t && fits(t)));
      else if (kind === "part") parts.push([Number(c.dataset.at), fits]);
      else if (kind === "since") found.push((row) => row.dataset.first && row.dataset.last && row.dataset.first.slice(0, 4) >= given);
      else if (kind === "until") found.push((row) => row.dataset.last && row.dataset.last.slice(0, 4) <= given && row.dataset.first);
    }
    if (parts.length) found.push((row) => (row.dataset.parts || "").split(" ").some((token) => token && parts.every(([at, fits]) => fits(token.split("/")[at]))));
    for (const [on, { all, chosen }] of any) if (!all) found.push((row) => chosen.has(row.dataset[on]));
    return found;
  }

  let sort = "";
  const shown = () => (sorted || rows).filter((row) => !row.hidden);
  let sorted = null;
  function order() {
    const key = sort.replace(/^-/, ""), sign = sort.startsWith("-") ? -1 : 1;
    if (!key) {
      if (sorted) { rows.forEach((row, i) => homes[i].append(row)); groups.forEach((g) => g.parentElement.append(g)); }
      sorted = null;
    } else {
      const keys = new Map(rows.map((row) => [row, numbers.has(key) ? value(row, key) : key === "first" ? row.dataset.first || row.dataset.last || "" : fold(value(row, key))]));
      const compare = (a, b) => {
        const x = keys.get(a), y = keys.get(b);
        if (x === "" || y === "") return (x === "") - (y === "");
        return sign * (numbers.has(key) ? x - y : x < y ? -1 : x > y ? 1 : 0);
      };
      sorted = [...rows].sort(compare);
      if (groups.length && key === "first") {
        sorted.forEach((row) => homes[rows.indexOf(row)].append(row));
        const all = [...groups]; if (sign < 0) all.reverse();
        all.forEach((g) => g.parentElement.append(g));
      } else if (!groups.length) body.append(...sorted);
    }
    for (const th of list.querySelectorAll("th[data-key]")) {
      if (th.dataset.key === key) th.setAttribute("aria-sort", sign > 0 ? "ascending" : "descending");
      else th.removeAttribute("aria-sort");
    }
    const select = controls.find((c) => c.dataset.match === "sort");
    if (select) select.value = sort;
  }

  const count = bar.querySelector("[data-count]");
  function apply(write) {
    const all = tests();
    let n = 0;
    for (const row of rows) {
      const fits = all.every((test) => test(row));
      if (row.hidden === fits) row.hidden = !fits;
      n += fits;
    }
    for (const group of groups) {
      const empty = ![...group.querySelectorAll(list.dataset.row)].some((row) => !row.hidden);
      if (group.hidden !== empty) group.hidden = empty;
    }
    const dot = (number) => number.toLocaleString(document.documentElement.lang === "es" ? "es-PE" : "en");
    count.textContent = count.dataset.text.replace("{n}", dot(n)).replace("{all}", dot(rows.length));
    if (write) history.replaceState(null, "", address());
  }

  function address() {
    const query = new URLSearchParams(), any = new Map();
    for (const c of controls) {
      if (c.dataset.match === "any") {
        if (!any.has(c.name)) any.set(c.name, []);
        any.get(c.name).push(c);
      } else if (c.dataset.match !== "sort" && c.value.trim()) {
        const ids = c.hasAttribute("data-names") ? [...idsOf(c.value)] : [];
        query.set(c.name, ids.length === 1 ? ids[0] : c.value.trim());
      }
    }
    for (const [name, boxes] of any) {
      const on = boxes.filter((c) => c.checked);
      if (on.length < boxes.length) query.set(name, on.map((c) => c.value).join(","));
    }
    if (sort) query.set("sort", sort);
    const text = query.toString();
    return location.pathname + (text ? "?" + text : "") + location.hash;
  }

  function fromAddress() {
    const query = new URLSearchParams(location.search);
    for (const c of controls) {
      const given = query.get(c.name);
      if (c.dataset.match === "any") c.checked = given === null || given.split(",").includes(c.value);
      else if (given !== null) {
        const known = names.find((n) => n.id === given);
        c.value = c.hasAttribute("data-names") && known ? known.name : given;
      }
    }
    sort = query.get("sort") || "";
  }

  const formula = /^'*(?:\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n])/;
  function csv() {
    const quoted = (text) => (/[",\r\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text);
    const safe = (text, column) => (!numbers.has(column) && formula.test(text) ? "'" + text : text);
    const lines = shown().map((row) => columns.map((c) => quoted(safe(value(row, c), c))).join(","));
    return "\ufeff" + [columns.join(","), ...lines].join("\n") + "\n";
  }

  // The row that the address names is always to be seen.
  function toRow() {
    const row = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!row || !rows.includes(row)) return;
    if (row.hidden) { reset(); apply(true); }
    row.scrollIntoView();
  }
  function reset() {
    for (const c of controls) {
      if (c.dataset.match === "any") c.checked = true; else c.value = "";
    }
    sort = "";
    order();
  }

  for (const th of list.querySelectorAll("th[data-key]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...th.childNodes);
    button.addEventListener("click", () => {
      sort = sort === th.dataset.key ? "-" + th.dataset.key : sort === "-" + th.dataset.key ? "" : th.dataset.key;
      order();
      apply(true);
    });
    th.append(button);
  }
  let waiting = 0;
  bar.addEventListener("input", (event) => {
    if (event.target.dataset.match === "sort") { sort = event.target.value; order(); }
    clearTimeout(waiting);
    waiting = setTimeout(() => apply(true), event.target.matches("input:not([type=checkbox])") ? 150 : 0);
  });
  bar.addEventListener("submit", (event) => { event.preventDefault(); apply(true); });
  bar.addEventListener("reset", (event) => { event.preventDefault(); reset(); apply(true); });
  const share = bar.querySelector("[data-share]"), save = bar.querySelector("[data-csv]");
  if (share) share.addEventListener("click", () => copyText(location.href, share, null));
  if (save) save.addEventListener("click", () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([csv()], { type: "text/csv;charset=utf-8" }));
    link.download = "peru-narco-data-" + list.dataset.list + ".csv";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  });
  // The other language shows the same view.
  const tongue = document.querySelector("a.tongue");
  if (tongue) tongue.addEventListener("click", () => { tongue.href = tongue.href.split(/[?#]/)[0] + location.search + location.hash; });
  addEventListener("hashchange", toRow);

  bar.hidden = false;
  fromAddress();
  const filters = bar.querySelector(".filters");
  if (filters && matchMedia("(max-width: 39.99rem)").matches && !location.search) filters.open = false;
  if (sort) order();
  apply(false);
  toRow();
});
