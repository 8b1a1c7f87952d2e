// The department plan: more sub-goals, tasks and measures; words of the goal tagged to indicators; suggestions taken into the table.
"use strict";
(() => {
  const form = document.getElementById("edit");
  if (!form || !Jx.grid) return;
  form.querySelectorAll(".tg-scripted").forEach((one) => { one.hidden = false; });

  // One more of a list: the last one again, empty, under the next number.
  const another = (name) => {
    const list = form.querySelector(`[data-list="${CSS.escape(name)}"]`), last = list.lastElementChild, count = list.children.length;
    const copy = last.cloneNode(true);
    copy.querySelectorAll("[data-list]").forEach((inner) => { while (inner.children.length > 1) inner.lastElementChild.remove(); });
    copy.querySelectorAll(".tg-hint, .jx-error").forEach((one) => one.remove());
    [copy, ...copy.querySelectorAll("*")].forEach((one) => {
      ["name", "data-list", "data-more-of", "data-at"].forEach((kind) => {
        const value = one.getAttribute(kind);
        if (value && value.startsWith(`${name}-${count - 1}`)) one.setAttribute(kind, `${name}-${count}${value.slice(`${name}-${count - 1}`.length)}`);
      });
      if (one.type === "checkbox") one.checked = false;
      else if ("value" in one && one.name) one.value = "";
    });
    copy.querySelectorAll("summary b").forEach((one) => { one.textContent = "0"; });
    list.append(copy);
    copy.querySelector("input, textarea").focus();
    return copy;
  };
  form.addEventListener("click", (event) => {
    const more = event.target.closest("[data-more-of]");
    if (more) another(more.dataset.moreOf);
    const hint = event.target.closest(".tg-hints li[data-level3]");
    if (hint) take(hint.dataset);
  });
  form.addEventListener("change", (event) => {
    const links = event.target.closest(".tg-links");
    if (links) links.querySelector("summary b").textContent = links.querySelectorAll("input:checked").length;
  });

  const take = async (said) => {
    const made = Jx.grid.fresh({ ...said, explanation: said.explanation || said.formula || "" });
    await Jx.grid.set([...Jx.grid.rows(), made]);
    Jx.grid.changed();
    Jx.grid.open(made.id, "value");
  };

  // Words of the goal: chosen in the text, they go into the first free line; the text shows what nobody measures.
  const goal = document.getElementById("f-goal"), pieces = document.getElementById("pieces");
  const tags = () => Array.from(form.querySelectorAll(".tg-tag-row")).map((row) => Array.from(row.querySelectorAll("input")).map((field) => field.value.trim())).filter(([words, name]) => words && name);
  const paint = () => {
    const text = goal.value, found = tags();
    pieces.textContent = "";
    for (let at = 0; at < text.length;) {
      const next = found.map(([words, name]) => ({ words, name, place: text.indexOf(words, at) })).filter((one) => one.place >= 0).sort((one, other) => one.place - other.place || other.words.length - one.words.length)[0];
      const end = next ? next.place : text.length;
      if (end > at) { const plain = document.createElement("span"); plain.textContent = text.slice(at, end); pieces.append(plain); }
      if (!next) break;
      const mark = document.createElement("mark"), small = document.createElement("small");
      mark.textContent = next.words;
      small.textContent = next.name;
      mark.append(small);
      pieces.append(mark);
      at = next.place + next.words.length;
    }
  };
  document.getElementById("tag").addEventListener("click", () => {
    const words = goal.value.slice(goal.selectionStart, goal.selectionEnd).trim();
    if (!words) { goal.focus(); return; }
    const free = Array.from(form.querySelectorAll(".tg-tag-row")).find((row) => !row.querySelector("input").value) || another("tags");
    const [first, second] = free.querySelectorAll("input");
    first.value = words;
    second.focus();
    paint();
    Jx.typed();
  });
  form.addEventListener("input", (event) => { if (event.target === goal || event.target.closest(".tg-tag-row")) paint(); });
  Jx.grid.on("changed", () => {
    const names = document.getElementById("indicator-names");
    names.textContent = "";
    Jx.grid.rows().forEach((row) => { if (row.level3) names.append(new Option("", row.level3)); });
  });
})();
