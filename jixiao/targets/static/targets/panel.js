// Around the table: its buttons, pasting with a look beforehand, the chosen row's other columns, and what is known of the chosen cell.
"use strict";
(() => {
  const form = document.getElementById("edit");
  if (!form || !Jx.grid) return;
  const $ = (id) => document.getElementById(id);
  const grid = Jx.grid, pasting = $("pasting");
  const top = form.dataset.kind === "project" ? "projects.0" : "department";
  const make = (tag, words = "", look = "") => { const one = document.createElement(tag); one.textContent = words; if (look) one.className = look; return one; };

  const acts = {
    add: () => grid.add(false), copy: () => grid.add(true), remove: () => grid.remove(), up: () => grid.move(-1), down: () => grid.move(1),
    undo: () => Jx.undo(), redo: () => Jx.redo(), paste: () => ask(),
  };
  $("tools").addEventListener("mousedown", (event) => { if (event.target.closest("[data-do]")) event.preventDefault(); }); // the cell keeps its editor until the act
  $("tools").addEventListener("click", (event) => {
    const button = event.target.closest("[data-do]");
    if (button) { document.activeElement?.blur?.(); setTimeout(acts[button.dataset.do], 0); }
  });

  // Pasting: into any cell; a look beforehand when something would be written over.
  const from = () => {
    const here = grid.here(), at = grid.index();
    return here && at >= 0 ? { number: at, field: here.field } : { number: grid.rows().length, field: "level1" };
  };
  const ask = () => {
    pasting.textContent = "";
    const area = make("textarea", "", "jx-input"), at = from();
    area.setAttribute("aria-label", "把 Excel 里复制的格子粘贴到这里");
    area.rows = 3;
    pasting.append(make("b", `粘贴到第${at.number + 1}行「${Jx.WORDS[at.field]}」起`), make("p", "在 Excel 里选中格子复制，在下面框里粘贴；多出的行会自动加上", "jx-caption"), area, buttons(() => preview(Jx.table(area.value), at, true), "看一看"));
    pasting.hidden = false;
    area.focus();
    area.addEventListener("paste", (event) => { event.stopPropagation(); setTimeout(() => preview(Jx.table(area.value), at, true), 0); });
  };
  const buttons = (go, word) => {
    const line = make("p", "", "jx-row"), yes = make("button", word, "jx-btn jx-btn-first jx-btn-small"), no = make("button", "取消", "jx-btn jx-btn-small");
    yes.type = no.type = "button";
    yes.addEventListener("click", go);
    no.addEventListener("click", () => { pasting.hidden = true; });
    line.append(yes, no);
    return line;
  };
  const preview = (cells, at, always = false) => {
    const found = Jx.lay(grid.rows(), at.number, at.field, cells, (above) => grid.fresh(above ? { level1: above.level1, level2: above.level2 } : {}));
    const paste = async () => {
      pasting.hidden = true;
      await grid.set(found.rows, grid.here());
      grid.changed();
    };
    if (!cells.length) return;
    if (!found.overwritten.length && !always) { paste(); return; }
    pasting.textContent = "";
    pasting.append(make("b", `${cells.length} 行粘贴到第${at.number + 1}行「${Jx.WORDS[at.field]}」起：${found.overwritten.length ? `覆盖 ${found.overwritten.length} 格` : "不覆盖已填的格子"}${found.added ? `，加 ${found.added} 行` : ""}`));
    const list = make("ul", "", "tg-edits");
    found.overwritten.slice(0, 30).forEach((one) => {
      const line = make("li", `第${one.row + 1}行·${Jx.WORDS[one.field]}　`);
      line.append(make("del", one.old, "jx-old"), " → ", make("ins", one.value || "空", "jx-new"));
      list.append(line);
    });
    if (found.overwritten.length > 30) list.append(make("li", `另外 ${found.overwritten.length - 30} 格`));
    const line = buttons(paste, "粘贴");
    pasting.append(list, line);
    pasting.hidden = false;
    line.querySelector("button").focus();
  };
  $("grid").addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text/plain").replace(/\r?\n$/, "");
    if (!/[\t\n]/.test(text)) return; // one cell: the field takes it
    event.preventDefault();
    const at = from();
    document.activeElement?.blur?.();
    setTimeout(() => preview(Jx.table(text), at), 0);
  }, true);

  // The chosen row's other columns.
  const more = $("more");
  const fillMore = (row, at) => {
    if (!more) return;
    $("more-row").textContent = row ? `第${at + 1}行　${row.level3 || "（未写名称）"}` : "先在表里选一行";
    more.querySelectorAll("[data-more]").forEach((field) => { field.value = row ? row[field.dataset.more] || "" : ""; field.disabled = !row; });
  };
  if (more) {
    more.addEventListener("change", (event) => {
      const here = grid.here();
      if (event.target.dataset.more && here) grid.update(here.id, { [event.target.dataset.more]: event.target.value.trim() });
    });
    fillMore(null);
  }

  // The chosen cell: earlier years and its course from the server, what resembles it from the library.
  let timer = 0, marks = [];
  const fetched = async (url, box) => {
    try {
      const answer = await fetch(url, { headers: { Accept: "text/html", "HX-Request": "true" }, credentials: "same-origin" });
      if (answer.ok && !answer.redirected) box.innerHTML = await answer.text(); // a fragment of our own
    } catch { /* the panel stays as it was */ }
  };
  const choose = (here, at) => {
    const row = grid.rows()[at];
    if (!row) return;
    $("panel-place").textContent = `${row.level1 || row.level2 || "指标"} 第${at + 1}行 · ${Jx.WORDS[here.field]}`;
    $("panel-name").textContent = row.level3 || "（未写名称）";
    fillMore(row, at);
    listed();
    clearTimeout(timer);
    timer = setTimeout(() => {
      const was = grid.was(row.id);
      if (was === "") $("cell").textContent = ""; else fetched(`${form.dataset.cell}?at=${top}.indicators.${was}.${["operator", "unit"].includes(here.field) ? "value" : here.field}`, $("cell"));
      if ($("suggest")) suggest(row);
    }, 250);
  };
  const suggest = (row) => {
    const name = form.elements.name ? form.elements.name.value : "";
    fetched(`${form.dataset.suggest}?${new URLSearchParams({ q: row.level3, project: name, level2: row.level2 })}`, $("suggest"));
  };
  grid.on("chosen", choose);
  grid.on("typing", () => {
    const here = grid.here(), row = grid.rows({ typed: true })[grid.index()];
    if (!row || here.field !== "level3" || !$("suggest")) return;
    clearTimeout(timer);
    timer = setTimeout(() => suggest(row), 400);
  });
  const take = (item) => {
    const here = grid.here();
    if (!item || !here || !item.dataset.level3) return;
    const row = grid.rows()[grid.index()], values = { level3: item.dataset.level3 };
    ["level1", "level2", "operator", "unit", "basis", "explanation", "source", "evidence", "method", "scoring"].forEach((name) => {
      if (item.dataset[name] && !(row[name] && ["basis", "explanation", "source", "evidence", "method", "scoring"].includes(name))) values[name] = item.dataset[name];
    });
    if (item.dataset.formula && !row.explanation && !values.explanation) values.explanation = item.dataset.formula;
    grid.update(here.id, values).then(() => grid.open(here.id, "value"));
  };
  $("suggest")?.addEventListener("click", (event) => take(event.target.closest("li[data-level3]")));
  $("suggest")?.addEventListener("keydown", (event) => { if (event.key === "Enter") take(event.target.closest("li[data-level3]")); });
  document.addEventListener("keydown", (event) => {
    if (event.altKey && event.key.toLowerCase() === "l" && $("suggest")) { take($("suggest").querySelector("li[data-level3]")); event.preventDefault(); }
  });

  // Findings while typing: a bar at the cell, sentences in the panel; warnings must not drown one error.
  const RANK = { block: 0, error: 1, warn: 2, info: 3 };
  const at = (one) => one.path || one.at || "";
  const cellOf = (path, ids) => {
    const found = /(?:^|\.)indicators\.(\d+)(?:\.(\w+))?$/.exec(path);
    if (found) return { id: ids[Number(found[1])], field: Jx.MAIN.includes(found[2]) ? found[2] : "level3" };
    const name = path.replace(/^(projects\.0|department)\.?/, "");
    return { head: document.querySelector(`[data-at="${CSS.escape(name)}"]`) || document.querySelector(`[data-at="${CSS.escape(name.split(".")[0])}"]`) };
  };
  const findings = (json, ids, unsaved) => {
    const found = json.findings || [], box = $("findings");
    if (unsaved && box && json.html !== undefined) box.innerHTML = json.html; // the acts come back when it is saved
    document.querySelectorAll(".tg-mark-block, .tg-mark-error, .tg-mark-warn").forEach((one) => one.classList.remove("tg-mark-block", "tg-mark-error", "tg-mark-warn"));
    marks = found.map((one) => ({ ...one, level: one.severity || one.level || "warn", ...cellOf(at(one), ids) })).sort((one, other) => RANK[one.level] - RANK[other.level]);
    marks.slice().reverse().forEach((one) => {
      const element = one.head || (one.id && grid.table.getRow(one.id)?.getCell(one.field)?.getElement());
      if (element && one.level !== "info") {
        element.classList.remove("tg-mark-warn", "tg-mark-error");
        element.classList.add(`tg-mark-${one.level}`);
      }
    });
    listed();
  };
  const listed = () => {
    const here = grid.here(), list = $("live");
    if (!list || !here) return;
    const mine = marks.filter((one) => one.id === here.id);
    list.textContent = "";
    mine.forEach((one) => {
      const line = make("li", "", `tg-live-${one.level}`), button = make("button", one.message || one.title || "", "jx-btn-link");
      button.type = "button";
      button.addEventListener("click", () => { if (one.id) grid.open(one.id, one.field); else one.head?.querySelector("input, textarea, select")?.focus(); });
      line.append(make("b", { block: "阻断", error: "错误", warn: "警告", info: "提示" }[one.level]), button);
      if (one.code || one.rule) line.append(make("span", one.code || one.rule, "jx-code"));
      list.append(line);
    });
    if (!mine.length) list.append(make("li", "这一行没有核对出问题", "tg-live-none"));
  };
  // From a finding of the list to its cell.
  document.addEventListener("click", (event) => {
    const one = event.target.closest("#findings [data-path], #life [data-path]");
    if (!one || event.target.closest("button, summary, form, a:not([data-path])")) return;
    const place = cellOf(one.dataset.path, Jx.collect().ids);
    if (place.id) grid.open(place.id, place.field); else place.head?.querySelector("input, textarea, select")?.focus();
    event.preventDefault();
  });
  // What differs from the approved version carries a bar.
  const differing = (paths) => {
    document.querySelectorAll(".tg-changed").forEach((one) => one.classList.remove("tg-changed"));
    const { ids } = Jx.collect();
    (paths || []).forEach((path) => {
      const place = cellOf(path, ids);
      const element = place.head || (place.id && grid.table.getRow(place.id)?.getCell(place.field)?.getElement());
      if (element) element.classList.add("tg-changed");
    });
  };
  Jx.panel = { findings, differing };
})();
