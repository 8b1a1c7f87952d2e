// The indicator rows of the official table as an editor. The rows are plain records; the page is told of each change.
"use strict";
(() => {
  const holder = document.getElementById("grid");
  const form = document.getElementById("edit");
  if (!holder || !window.Tabulator) return;
  const json = (id) => JSON.parse(document.getElementById(id).textContent);
  Jx.levels = json("levels");
  const shown = json("shown");
  const listeners = { changed: [], typing: [], chosen: [] };
  const tell = (what, ...said) => listeners[what].forEach((one) => one(...said));
  let born = 0;
  const fresh = (row = {}) => {
    born += 1;
    const made = { id: `r${born}` };
    [...Jx.MAIN, ...Jx.MORE].forEach((name) => { made[name] = row[name] || ""; });
    return made;
  };
  const first = (shown.rows || []).map((row) => [fresh(row), row.was]);
  const was = new Map(first.filter(([, number]) => number !== undefined && number !== "").map(([row, number]) => [row.id, String(number)]));
  let here = null; // { id, field } of the cell somebody is at
  let live = null; // what stands in the open editor and is not yet in the row

  const number = (row) => table.getRows().findIndex((one) => one.getData().id === row.id);
  const label = (cell) => `第${number(cell.getRow().getData()) + 1}行${Jx.WORDS[cell.getField()]}`;

  // One editor for texts: Enter goes down, Escape gives back what was, Alt and an arrow move the row.
  const write = (tag) => (cell, onRendered, success, cancel) => {
    const field = cell.getField(), input = document.createElement(tag);
    const before = cell.getValue() || "";
    let done = false;
    input.className = `tg-cell-in tg-cell-${field}`;
    input.value = before;
    input.maxLength = Jx.LONGEST[field] || 200;
    input.setAttribute("aria-label", label(cell));
    const finish = (way) => {
      if (done) return;
      done = true;
      live = null;
      if (way) way(); else success(input.value.trim());
    };
    const fit = () => {
      if (tag !== "textarea") return;
      input.style.height = "auto";
      input.style.height = `${input.scrollHeight}px`;
    };
    onRendered(() => { input.focus({ preventScroll: true }); input.select(); fit(); });
    input.addEventListener("blur", () => finish());
    input.addEventListener("input", () => {
      live = { id: cell.getRow().getData().id, field, value: input.value };
      fit();
      tell("typing");
    });
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      const step = { Enter: "Down", ArrowDown: "Down", ArrowUp: "Up" }[event.key];
      if (event.key === "Escape") finish(cancel);
      else if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
        finish();
        move(event.key === "ArrowUp" ? -1 : 1);
      } else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && input.value === before && !event.shiftKey) {
        finish(cancel);
        Jx.undo();
      } else if (step && !event.shiftKey && !event.altKey && !(tag === "textarea" && event.key !== "Enter" && input.value.includes("\n"))) {
        const at = { ...here };
        finish();
        beside(at, step === "Down" ? 1 : -1);
      } else return;
      event.preventDefault();
      event.stopPropagation();
    });
    return input;
  };

  const choose = (options) => (cell, onRendered, success, cancel) => {
    const select = document.createElement("select"), value = cell.getValue() || "";
    select.className = "tg-cell-in";
    select.setAttribute("aria-label", label(cell));
    const all = options();
    (all.includes(value) ? all : [...all, value]).forEach((text) => select.add(new Option(text || "（空）", text, false, text === value)));
    onRendered(() => select.focus({ preventScroll: true }));
    select.addEventListener("change", () => success(select.value));
    select.addEventListener("blur", () => success(select.value));
    select.addEventListener("keydown", (event) => {
      if (event.key === "Escape") cancel();
      else if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
        success(select.value);
        move(event.key === "ArrowUp" ? -1 : 1);
        event.preventDefault();
      }
    });
    return select;
  };

  const plain = (cell) => {
    const span = document.createElement("span");
    span.className = "tg-text";
    span.textContent = cell.getValue() || "";
    return span;
  };
  const level = (cell) => {
    const span = plain(cell), text = span.textContent.replace(/指标$/, "");
    const [, head, tail] = /^(.{2,})(效益|影响|满意度|成本)$/.exec(text) || [null, text, ""];
    span.textContent = head;
    if (tail) span.append(document.createElement("wbr"), tail); // breaks by meaning
    return span;
  };
  const seconds = () => ["", ...Object.values(Jx.levels).flat()];
  const column = (field, more) => ({ field, title: Jx.WORDS[field], headerSort: false, formatter: plain, editor: write("input"), vertAlign: "middle", ...more });

  const handle = () => {
    const span = document.createElement("span");
    span.className = "tg-grip";
    span.title = "拖动改次序，或 Alt+↑↓";
    return span;
  };

  const table = new Tabulator(holder, {
    data: first.map(([row]) => row),
    index: "id",
    layout: "fitColumns",
    renderVertical: "basic",
    movableRows: true,
    history: false,
    clipboard: false,
    placeholder: "还没有指标，点“加一行”，或把 Excel 里的行粘贴进来",
    columnDefaults: { resizable: false },
    columns: [
      column("level1", { title: "一级", width: 62, editor: false, formatter: level, cssClass: "tg-level tg-level1", hozAlign: "center" }),
      column("level2", { title: "二级", width: 84, formatter: level, editor: choose(seconds), cssClass: "tg-level tg-level2", hozAlign: "center" }),
      column("level3", { minWidth: 150, widthGrow: 4, editor: write("textarea") }),
      { title: "指标值", columns: [
        column("operator", { title: "符号", width: 46, hozAlign: "center", editor: choose(() => ["", "≥", "≤", "=", ">", "<"]) }),
        column("value", { title: "数或词", width: 78, hozAlign: "right" }),
        column("unit", { title: "单位", width: 60, hozAlign: "center" }),
      ] },
      column("basis", { minWidth: 150, widthGrow: 4, editor: write("textarea") }),
      column("weight", { width: 56, hozAlign: "right" }),
      column("history", { width: 112, cssClass: "tg-history", hozAlign: "right" }),
      { title: "移动", field: "handle", rowHandle: true, headerSort: false, width: 32, hozAlign: "center", cssClass: "tg-handle", formatter: handle },
    ],
  });

  const records = () => table.getRows().map((row) => row.getData());
  const rows = ({ typed = false } = {}) => records().map((row) => (typed && live && live.id === row.id ? Jx.put(row, live.field, live.value.trim()) : { ...row }));

  // The levels look merged: a repeated one gives up its upper line, and its word stands in the middle of the run.
  const relevel = () => {
    const all = table.getRows(), data = all.map((row) => row.getData());
    ["level1", "level2"].forEach((field) => {
      const same = (one, other) => one && other && one.level1 === other.level1 && one[field] === other[field] && one[field];
      for (let start = 0; start < data.length;) {
        let end = start + 1;
        while (end < data.length && same(data[start], data[end])) end += 1;
        const middle = start + Math.floor((end - start - 1) / 2);
        for (let at = start; at < end; at += 1) {
          const cell = all[at].getCell(field);
          if (!cell) continue;
          const classes = cell.getElement().classList;
          classes.toggle("tg-joined", at > start && field === "level1");
          classes.toggle("tg-echo", field === "level1" && at !== middle);
          classes.toggle("tg-half", field === "level1" && at === middle && (end - start) % 2 === 0);
        }
        start = end;
      }
    });
  };

  const changed = () => { relevel(); tell("changed"); };
  const put = async (next, at = here) => {
    await table.setData(next);
    here = at;
    relevel();
  };
  const index = () => (here ? records().findIndex((row) => row.id === here.id) : -1);

  const beside = (at, by) => {
    const all = table.getRows(), place = all.findIndex((row) => row.getData().id === at.id) + by;
    if (all[place]) open(all[place].getData().id, at.field);
  };
  const open = (id, field) => {
    const row = table.getRow(id), cell = row && row.getCell(field);
    if (!cell) return;
    if (field === "level1") mark(cell); else cell.edit(true);
  };
  const mark = (cell) => {
    here = { id: cell.getRow().getData().id, field: cell.getField() };
    holder.querySelectorAll(".tg-here, .tg-row-here").forEach((one) => one.classList.remove("tg-here", "tg-row-here"));
    cell.getElement().classList.add("tg-here");
    cell.getRow().getElement().classList.add("tg-row-here");
    tell("chosen", here, index());
  };

  const add = async (copied) => {
    const all = rows(), at = index(), above = all[at < 0 ? all.length - 1 : at];
    const made = fresh(copied ? above : { level1: above && above.level1, level2: above && above.level2 });
    all.splice(at < 0 ? all.length : at + 1, 0, made);
    await put(all, { id: made.id, field: "level3" });
    changed();
    open(made.id, "level3");
  };
  const remove = async () => {
    const all = rows(), at = index();
    if (at < 0) return;
    all.splice(at, 1);
    const next = all[Math.min(at, all.length - 1)];
    await put(all, next ? { id: next.id, field: here.field } : null);
    changed();
    if (next) open(next.id, here.field);
  };
  const move = async (by) => {
    const all = rows(), at = index(), to = at + by;
    if (at < 0 || to < 0 || to >= all.length) return;
    [all[at], all[to]] = [all[to], all[at]];
    await put(all);
    changed();
    open(here.id, here.field);
  };

  table.on("cellEditing", mark);
  table.on("cellClick", (_event, cell) => { if (cell.getField() === "level1") mark(cell); });
  table.on("cellEdited", (cell) => {
    const row = cell.getRow(), field = cell.getField(), value = cell.getValue() || "";
    if (value === (cell.getOldValue() || "")) return;
    const next = Jx.put({ ...row.getData(), [field]: "" }, field, value);
    row.update(next).then(changed);
  });
  table.on("rowMoved", changed);
  table.on("renderComplete", relevel);
  // The library's own names for parts of the table are not all in the standard.
  const named = () => {
    const group = holder.querySelector(".tabulator-col-group"), body = holder.querySelector(".tabulator-tableholder");
    ["aria-sort", "aria-title", "role"].forEach((name) => group?.removeAttribute(name));
    group?.setAttribute("role", "presentation");
    holder.querySelectorAll("[aria-title]").forEach((one) => one.removeAttribute("aria-title"));
    body.removeAttribute("tabindex");
    body.setAttribute("role", "presentation");
    holder.setAttribute("aria-label", "指标行");
  };
  table.on("tableBuilt", () => {
    named();
    document.getElementById("rows").remove();
    holder.hidden = false;
    document.getElementById("tools").hidden = false;
    const more = document.getElementById("more");
    if (more) more.hidden = false;
    table.redraw(true);
    relevel();
    form.dataset.ready = "true";
    tell("changed", true);
  });

  Jx.grid = {
    table, rows, add, remove, move, open, index, fresh,
    set: put,
    here: () => here,
    on: (what, one) => listeners[what].push(one),
    was: (id) => was.get(id) ?? "",
    saved: (ids) => { was.clear(); ids.forEach((id, at) => was.set(id, String(at))); },
    update: (id, values) => { const row = table.getRow(id); return row ? row.update(values).then(changed) : Promise.resolve(); },
    changed,
  };
})();
