// The review desk by keys. Everything here is also done by links and fields; single keys sleep while somebody types.
"use strict";
(() => {
  const desk = document.getElementById("desk");
  if (!desk) return;
  const live = JSON.parse(document.getElementById("rv-live").textContent);
  const lines = Array.from(desk.querySelectorAll(".rv-line"));
  const field = (path) => document.getElementById("say-" + path);
  const here = () => desk.querySelector(".rv-line.rv-here");
  let dirty = false;

  const choose = (line, focus = true) => {
    if (!line) return;
    desk.querySelectorAll(".rv-here").forEach((one) => one.classList.remove("rv-here"));
    line.classList.add("rv-here");
    const say = desk.querySelector('.rv-say[data-for="' + CSS.escape(line.dataset.row) + '"]');
    if (say) say.classList.add("rv-here");
    if (!focus) return;
    line.focus({ preventScroll: true });
    const box = line.getBoundingClientRect();
    if (box.top < 110 || box.bottom > innerHeight - 60) line.scrollIntoView({ block: "center" });
  };
  const step = (by) => choose(lines[Math.max(0, Math.min(lines.length - 1, lines.indexOf(here()) + by))]);

  const grade = (number) => {
    const line = here();
    const radio = line && line.querySelectorAll('.rv-grades input')[number - 1];
    if (!radio) return;
    radio.checked = !radio.checked;
    touched();
  };
  const quote = (path) => {
    const line = lines.find((one) => one.dataset.row === path), area = field(path);
    if (!line || !area || !line.dataset.quote) return;
    area.value = (area.value ? area.value.replace(/\s+$/, "") + "\n" : "") + line.dataset.quote;
    touched();
    area.focus();
    area.setSelectionRange(area.value.length, area.value.length);
  };

  // Points: total, grade, what follows from it and which button it calls for.
  const text = (id, said) => { const at = document.getElementById(id); if (at) at.textContent = said; };
  const count = () => {
    const inputs = Array.from(desk.querySelectorAll(".rv-given"));
    if (!inputs.length) return;
    const parts = {};
    let total = 0;
    for (const input of inputs) {
      const row = input.closest("tr"), given = Math.max(0, Math.min(Number(input.max), Math.trunc(Number(input.value) || 0)));
      row.classList.toggle("rv-changed", given !== Number(row.dataset.machine));
      total += given;
      parts[row.dataset.in] = (parts[row.dataset.in] || 0) + given;
    }
    for (const [part, sum] of Object.entries(parts)) desk.querySelector('[data-part="' + part + '"]').textContent = sum;
    const at = live.bounds.findIndex(([least]) => total >= least);
    const [, name, effect] = live.bounds[at], above = live.bounds[at - 1];
    text("total", total); text("grade", name); text("effect-grade", name); text("effect-text", effect);
    text("distance", above ? "再得 " + (above[0] - total) + " 分可为" + above[1] : "");
    document.getElementById("tick").setAttribute("x", Math.min(total * 3, 298));
    document.getElementById("effect").className = "rv-effect rv-effect-" + name;
    desk.querySelectorAll(".rv-stretch").forEach((one) => one.classList.toggle("rv-in", one.dataset.grade === name));
    desk.querySelector(".rv-band").setAttribute("aria-label", total + " 分，" + name);
    for (const [move, refusals] of Object.entries(live.refusals)) offer(move, refusals[name], live.called[name] === move);
  };
  const offer = (move, refusal, called) => {
    const holder = desk.querySelector('.rv-buttons [data-move="' + move + '"]');
    const button = holder && (holder.querySelector("summary") || holder), why = desk.querySelector('[data-why="' + move + '"]');
    if (!button) return;
    button.classList.toggle("jx-btn-first", called);
    if (refusal) { button.setAttribute("aria-disabled", "true"); button.title = refusal; }
    else { button.removeAttribute("aria-disabled"); button.removeAttribute("title"); }
    why.hidden = !refusal;
    why.querySelector("span").textContent = refusal || "";
  };

  const touched = () => { dirty = true; };
  const send = (move, then) => {
    const button = document.querySelector('button[form="desk"][name="move"]');
    if (!button) return false;
    desk.elements.then.value = then || "";
    dirty = false;
    desk.requestSubmit(button);
    return true;
  };
  const go = (rel) => {
    const link = document.querySelector('.jx-acts a[rel="' + rel + '"]');
    if (link && !(dirty && send("save", rel))) link.click();
  };
  const press = (move) => {
    const holder = desk.querySelector('.rv-buttons [data-move="' + move + '"]');
    if (!holder) return;
    if (holder.tagName !== "DETAILS") { holder.focus(); holder.click(); return; }
    holder.open = true;
    const empty = Array.from(holder.querySelectorAll("input")).find((one) => !one.value);
    (empty || holder.querySelector("button")).focus();
  };

  const acts = {
    j: () => step(1), k: () => step(-1), n: () => go("next"), p: () => go("prev"), s: () => send("save"),
    r: () => { const area = here() && field(here().dataset.row); if (area) area.focus(); },
    q: () => here() && quote(here().dataset.row),
    g: () => { const lost = Array.from(desk.querySelectorAll(".rv-given")).find((one) => Number(one.value) < Number(one.max)) || desk.querySelector(".rv-given"); if (lost) { lost.focus(); lost.select(); } },
    f: () => { const box = document.getElementById("filter"); box.open = true; box.querySelector("input[type=search]").focus(); },
    "?": () => { const box = document.getElementById("keys"); box.open = !box.open; },
    1: () => grade(1), 2: () => grade(2), 3: () => grade(3), 4: () => grade(4),
    R: () => press("send_back"), A: () => press("pass"),
  };
  document.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape" && event.target.closest(".rv-say, .rv-side")) { choose(here()); return; }
    if (event.key === "Enter" && event.target.matches(".rv-final input")) { // what cannot be undone is confirmed at its own button
      event.preventDefault();
      event.target.closest(".rv-final").querySelector("button").focus();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("textarea, select, [contenteditable], input:not([type=radio])")) return;
    const act = acts[event.shiftKey ? event.key : event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });

  desk.addEventListener("click", (event) => {
    const into = event.target.closest("[data-quote-into]"), line = event.target.closest(".rv-line");
    if (into) quote(into.dataset.quoteInto.slice(4));
    else if (line) choose(line, false);
  });
  desk.addEventListener("focusin", (event) => { const line = event.target.closest(".rv-line"); if (line && !line.classList.contains("rv-here")) choose(line, false); });
  desk.addEventListener("input", (event) => { touched(); if (event.target.matches(".rv-given")) count(); });
  desk.addEventListener("submit", () => { dirty = false; });
  addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });

  const asked = new URLSearchParams(location.search).get("row");
  const worst = lines.find((one) => one.dataset.row === asked) || lines.find((one) => one.querySelector(".jx-block, .jx-error")) || lines[0];
  choose(worst, false);
  count();
  const refused = document.getElementById("refused");
  if (refused) { refused.tabIndex = -1; refused.focus(); dirty = true; }
  const chosen = document.querySelector('.rv-members [aria-current="page"]');
  if (chosen) chosen.scrollIntoView({ block: "nearest" });
})();
