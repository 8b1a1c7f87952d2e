// The board: one finding is the current one, in the list, in the table and in the original. Keys: J K, [ ], Enter.
"use strict";
(() => {
  // A text field the person has made larger carries a style; copied to the new one it would offend the content security policy.
  if (window.htmx) htmx.config.attributesToSettle = [];

  const board = () => document.getElementById("board");
  const findings = () => Array.from(board().querySelectorAll("aside .jx-finding[data-path]"));
  const current = () => board().querySelector(".jx-finding[aria-current]");
  const shown = (finding) => finding.offsetParent !== null;

  const cellOf = (path) => {
    for (let at = path; at; at = at.slice(0, Math.max(0, at.lastIndexOf(".")))) {
      const cell = board().querySelector('.jx-sheet [data-paths~="' + CSS.escape(at) + '"]');
      if (cell) return cell;
    }
    return board().querySelector(".jx-sheet caption");
  };

  const wide = () => matchMedia("(min-width: 1280px)").matches;
  const into = (box, element) => {
    if (!wide() || !box || !element) return;
    const outer = box.getBoundingClientRect(), inner = element.getBoundingClientRect();
    if (inner.top < outer.top + 60 || inner.bottom > outer.bottom - 20) box.scrollTop += inner.top - outer.top - 80;
  };

  const see = (path) => {
    if (window.htmx) htmx.ajax("GET", board().dataset.source + "?at=" + encodeURIComponent(path), { target: "#source", swap: "innerHTML" });
  };

  const point = (path) => {
    board().querySelectorAll(".jx-cell-here").forEach((cell) => cell.classList.remove("jx-cell-here"));
    const cell = cellOf(path);
    if (cell && cell.tagName !== "CAPTION") cell.classList.add("jx-cell-here");
    return cell;
  };

  const choose = (finding, { focus = false, source = true } = {}) => {
    if (!finding) return;
    const group = finding.closest("details.doc-group");
    if (group) group.open = true;
    findings().forEach((one) => one.removeAttribute("aria-current"));
    finding.setAttribute("aria-current", "true");
    const cell = point(finding.dataset.path);
    into(board().querySelector("aside"), finding);
    if (cell && wide()) {
      const box = cell.getBoundingClientRect();
      if (box.top < 110 || box.bottom > innerHeight - 40) cell.scrollIntoView({ block: "center" });
    }
    if (source) see(finding.dataset.path);
    if (focus) finding.focus({ preventScroll: wide() });
  };

  const step = (by) => {
    const all = findings();
    const at = all.indexOf(current());
    choose(all[Math.max(0, Math.min(all.length - 1, at + by))], { focus: true });
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !board()) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const go = (rel) => { const link = board().querySelector('a[rel="' + rel + '"]'); if (link) link.click(); };
    if (event.key === "j" || event.key === "J") step(1);
    else if (event.key === "k" || event.key === "K") step(-1);
    else if (event.key === "[") go("prev");
    else if (event.key === "]") go("next");
    else if (event.key === "Enter" && !event.target.closest("a, button, summary")) {
      const form = current() && current().querySelector("form[data-do]");
      if (!form) return;
      form.requestSubmit();
    } else return;
    event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    const tag = event.target.closest(".jx-cell-tag[href], .doc-caption-tag");
    const cell = event.target.closest(".jx-sheet [data-path]");
    const finding = event.target.closest("aside .jx-finding[data-path]");
    if (tag) {
      const wanted = document.getElementById(tag.hash.slice(1));
      choose(wanted, { focus: true });
      if (wide()) event.preventDefault();
    } else if (event.target.closest("[data-see]")) {
      choose(finding);
      document.getElementById("source").scrollIntoView({ block: "nearest" });
      event.preventDefault();
    } else if (cell) {
      const wanted = findings().find((one) => cellOf(one.dataset.path) === cell);
      if (wanted && shown(wanted)) choose(wanted);
      else { point(cell.dataset.path); see(cell.dataset.path); }
    } else if (finding && !event.target.closest("a, button, summary, form")) choose(finding);
  });

  // After a change the list is a new one: stay where the person was.
  let kept = null;
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target.id !== "board") return;
    kept = { at: Math.max(0, findings().indexOf(current())), top: board().querySelector("aside").scrollTop };
  });
  document.addEventListener("htmx:afterSettle", () => {
    if (!kept) return;
    const { at, top } = kept;
    kept = null;
    board().querySelector("aside").scrollTop = top;
    const all = findings();
    choose(all[Math.min(at, all.length - 1)], { focus: true, source: all.length > 0 });
  });

  const asked = new URLSearchParams(location.search).get("at");
  const first = asked ? findings().find((one) => one.dataset.path === asked) : findings()[0];
  if (location.hash && document.getElementById(location.hash.slice(1))?.closest("aside")) choose(document.getElementById(location.hash.slice(1)), { source: false });
  else if (first) choose(first, { source: false });
  const here = board().querySelector('.jx-tables a[aria-current="page"]');
  if (here && wide()) here.scrollIntoView({ block: "nearest" });
})();
