// Keeping what is typed: undo, autosave, the copy in the browser, findings while typing, and what happens when two people edit.
"use strict";
(() => {
  const form = document.getElementById("edit");
  if (!form || !Jx.grid) return;
  const $ = (id) => document.getElementById(id);
  const AUTOSAVE = 3000, CHECK = 400, KEEP = 300, AGAIN = 10000;
  const store = `jixiao:target:${location.pathname}`;
  const token = form.elements.csrfmiddlewaretoken.value;
  let version = Number(form.dataset.version), timers = {}, saving = null, stopped = false, lastSaved = "", refused = "";
  const past = [], future = [];

  // Everything typed, as the server reads it.
  const heads = () => {
    const said = {};
    Array.from(form.elements).forEach((field) => {
      if (!field.name || ["csrfmiddlewaretoken", "key", "version"].includes(field.name) || field.closest("#rows")) return;
      if ((field.type === "checkbox" || field.type === "radio") && !field.checked) return;
      const steps = field.name.split("-");
      let at = said;
      steps.forEach((step, place) => {
        if (place < steps.length - 1) at = at[step] ??= /^\d+$/.test(steps[place + 1]) ? [] : {};
        else if (step === "projects") (at.projects ??= []).push(field.value);
        else at[step] = field.value;
      });
    });
    return said;
  };
  const solid = (value) => (Array.isArray(value) ? Array.from(value, (one) => solid(one ?? {})) : value && typeof value === "object" ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, solid(one)])) : value);
  const collect = (options) => {
    const rows = Jx.grid.rows(options).filter((row) => !Jx.isBlank(row));
    const said = solid(heads());
    said.rows = rows.map(({ id, ...row }) => ({ ...row, was: Jx.grid.was(id) }));
    return { said, ids: rows.map((row) => row.id) };
  };
  const snapshot = () => JSON.stringify({ heads: Array.from(form.elements).filter((field) => field.name && !field.closest("#rows") && field.type !== "hidden").map((field) => [field.name, field.type === "checkbox" ? field.checked : field.value]), rows: Jx.grid.rows() });
  const fingerprint = () => JSON.stringify(collect({ typed: true }).said);
  const dirty = () => fingerprint() !== lastSaved;

  // Undo and redo: whole tables, as they were before each change.
  let present = "";
  const remember = () => {
    const now = snapshot();
    if (now === present) return;
    past.push(present);
    if (past.length > 200) past.shift();
    future.length = 0;
    present = now;
    buttons();
  };
  const restore = async (text) => {
    const said = JSON.parse(text);
    said.heads.forEach(([name, value]) => {
      const field = form.elements[name];
      if (!field || field instanceof RadioNodeList) return;
      if (field.type === "checkbox") field.checked = value; else field.value = value;
    });
    await Jx.grid.set(said.rows);
    present = text;
    buttons();
    typed();
  };
  const buttons = () => {
    const undo = document.querySelector('[data-do="undo"]'), redo = document.querySelector('[data-do="redo"]');
    if (undo) undo.disabled = !past.length;
    if (redo) redo.disabled = !future.length;
  };
  Jx.undo = () => { if (past.length) { future.push(present); restore(past.pop()); } };
  Jx.redo = () => { if (future.length) { past.push(present); restore(future.pop()); } };

  // Words about what is kept.
  const say = (words, look = "") => {
    const line = $("saved");
    if (!line) return;
    line.className = `tg-saved ${look}`;
    line.querySelector("span").textContent = words;
  };
  const later = (name, wait, what) => { clearTimeout(timers[name]); timers[name] = setTimeout(what, wait); };

  const typed = () => {
    weigh();
    if (!dirty()) { say("没有未保存的内容"); sessionStorage.removeItem(store); return; }
    if (!stopped) say("有未保存的内容", "tg-unsaved");
    later("keep", KEEP, keepCopy);
    later("check", CHECK, check);
    if (!stopped) later("save", AUTOSAVE, () => save({ auto: true }));
  };
  const keepCopy = () => {
    if (dirty()) sessionStorage.setItem(store, JSON.stringify({ version, said: collect({ typed: true }).said, at: Date.now() }));
  };

  const weigh = () => {
    const line = $("weights");
    if (!line) return;
    const found = Jx.weights(Jx.grid.rows({ typed: true }), Number(form.dataset.due));
    line.querySelector(".tg-parts").textContent = (form.dataset.due === "90" ? "预算执行率 10 分自评时计入；" : "") + found.parts.join("　");
    line.querySelector("b").textContent = found.total;
    line.querySelector(".tg-gap-words").textContent = found.words;
    line.classList.toggle("tg-off", Boolean(found.words));
  };

  const send = (url, body, options = {}) => fetch(url, { method: "POST", headers: { "Content-Type": "application/json", "X-CSRFToken": token, Accept: "application/json" }, credentials: "same-origin", body: JSON.stringify(body), ...options });

  const save = async ({ auto = false, leaving = false } = {}) => {
    clearTimeout(timers.save);
    if (stopped || !dirty()) return true;
    if (saving) { await saving; if (!dirty()) return true; }
    const { said, ids } = collect({ typed: true }), sent = JSON.stringify(said);
    if (auto && sent === refused) return false; // the same thing would be refused again
    saving = (async () => {
      if (!leaving) say("正在保存…", "tg-unsaved");
      let answer;
      try {
        answer = await send(location.pathname, { ...said, version, auto }, { keepalive: leaving && sent.length < 60000 });
      } catch {
        say("没有连上服务器，内容留在本机，稍后自动再存", "tg-failed");
        later("save", AGAIN, () => save({ auto: true }));
        return false;
      }
      if (answer.redirected) {
        say("登录已过期，内容留在本机，重新登录后再打开本页即可找回", "tg-failed");
        return false;
      }
      const json = (answer.headers.get("Content-Type") || "").includes("json") ? await answer.json() : {};
      if (answer.status === 409 && json.html) return conflict(json);
      if (!answer.ok) return wrong(json, sent);
      version = json.version;
      form.dataset.version = version;
      form.elements.version.value = version;
      Jx.grid.saved(ids);
      const { said: now } = collect({ typed: true });
      lastSaved = JSON.stringify({ ...now, rows: said.rows.map((row, at) => ({ ...row, was: String(at) })), ...rest(said) });
      refused = "";
      clear();
      say(`${json.at} ${auto ? "已自动保存" : "已保存"}`);
      if ($("changed")) $("changed").textContent = json.changed;
      Jx.panel?.differing(json.paths);
      if (dirty()) typed(); else sessionStorage.removeItem(store);
      refresh();
      return true;
    })();
    const done = await saving;
    saving = null;
    return done;
  };
  const refresh = () => ["life", "findings", "ties"].forEach((id) => { if ($(id) && window.htmx) htmx.trigger(`#${id}`, "refresh"); });
  // An act of another panel (送审, 更正) goes by what is saved: first keep what is typed, then let it go on.
  document.addEventListener("submit", async (event) => {
    const other = event.target;
    if (other === form || !other.closest("#life, #findings") || other.dataset.kept || !dirty()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!(await save())) return;
    if (other.elements.version) other.elements.version.value = version;
    other.dataset.kept = "true";
    other.requestSubmit(event.submitter || undefined);
  }, true);
  const rest = (said) => Object.fromEntries(Object.entries(said).filter(([name]) => name !== "rows"));

  // What the server cannot take: a sentence above, a bar at the cell.
  const clear = () => {
    document.querySelectorAll(".tg-wrong").forEach((one) => one.classList.remove("tg-wrong"));
    $("problems").textContent = "";
  };
  const wrong = (json, sent) => {
    const problems = json.problems || [{ at: "", sentence: "没有保存成功，请再试一次；内容留在本机" }];
    refused = sent;
    clear();
    const box = document.createElement("section"), list = document.createElement("ul"), head = document.createElement("b");
    box.className = "jx-alert tg-problems";
    head.textContent = `没有保存，有 ${problems.length} 处要改`;
    problems.forEach((one) => { const line = document.createElement("li"); line.textContent = one.sentence; list.append(line); });
    box.append(head, list);
    $("problems").append(box);
    const { ids } = collect();
    problems.forEach((one) => {
      const row = /^rows\.(\d+)\.(\w+)$/.exec(one.at);
      const cell = row ? Jx.grid.table.getRow(ids[Number(row[1])])?.getCell(row[2])?.getElement() : document.querySelector(`[data-at="${CSS.escape(one.at)}"]`);
      if (cell) cell.classList.add("tg-wrong");
    });
    say(`有 ${problems.length} 处填得不对，没有保存`, "tg-failed");
    return false;
  };
  const conflict = (json) => {
    stopped = true;
    keepCopy();
    say("别人刚保存过，您填的没有丢，请选择后合并", "tg-failed");
    $("conflict").innerHTML = json.html; // our own page's fragment, escaped by its template
    $("conflict").scrollIntoView({ block: "start" });
    const merging = $("merging");
    if (merging) merging.addEventListener("submit", leave);
    document.querySelector("[data-discard]")?.addEventListener("click", leave);
    return false;
  };
  const leave = () => { sessionStorage.removeItem(store); lastSaved = fingerprint(); };

  // The same rules as the server's, while typing.
  let asking = 0;
  const check = async () => {
    if (!form.dataset.check) return;
    asking += 1;
    const mine = asking;
    const { said, ids } = collect({ typed: true });
    try {
      const answer = await send(form.dataset.check, { typed: said });
      if (!answer.ok || answer.redirected || mine !== asking) return;
      const json = await answer.json();
      Jx.panel?.findings(json, ids, dirty());
    } catch { /* no answer: the findings of before stay */ }
  };

  // A field of several lines is as high as its words.
  const fit = (field) => {
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight + 2}px`;
  };
  form.addEventListener("input", (event) => { if (event.target.matches("textarea.tg-in")) fit(event.target); });
  form.addEventListener("input", (event) => { if (!event.target.closest("#grid, #pasting")) typed(); });
  form.addEventListener("change", (event) => { if (!event.target.closest("#grid, #pasting, #more")) { remember(); typed(); } });
  form.addEventListener("focusout", (event) => { if (event.target.matches(".tg-in, textarea")) later("save", 800, () => save({ auto: true })); });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    document.activeElement?.blur();
    await new Promise((resolve) => { setTimeout(resolve, 0); });
    refused = "";
    if (!dirty()) say("没有改动，不用保存");
    await save();
  });
  Jx.grid.on("typing", typed);
  Jx.grid.on("changed", (began) => {
    if (began) begin(); else { remember(); typed(); }
  });
  addEventListener("beforeunload", (event) => { if (dirty() && !stopped) { keepCopy(); event.preventDefault(); event.returnValue = ""; } });
  document.addEventListener("visibilitychange", () => { if (document.hidden) { keepCopy(); save({ auto: true, leaving: true }); } });
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.target.matches("input, textarea, select")) return;
    const key = event.key.toLowerCase();
    if (key === "z" && !event.shiftKey) Jx.undo();
    else if (key === "y" || (key === "z" && event.shiftKey)) Jx.redo();
    else return;
    event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") { event.preventDefault(); form.requestSubmit(); }
  });

  const begin = () => {
    form.querySelectorAll("textarea.tg-in").forEach((field) => { if (field.offsetParent) fit(field); });
    present = snapshot();
    lastSaved = fingerprint();
    weigh();
    check();
    Jx.panel?.differing(JSON.parse($("changed-paths")?.textContent || "[]"));
    const kept = JSON.parse(sessionStorage.getItem(store) || "null");
    if (!kept) return;
    if (kept.version === version && JSON.stringify(kept.said) === lastSaved) sessionStorage.removeItem(store);
    else offer(kept);
  };
  // What was typed and not saved before the page went away comes back, and may be put away.
  const offer = (kept) => {
    const box = document.createElement("p"), back = document.createElement("button"), away = document.createElement("button");
    box.className = "tg-lock tg-offer";
    box.append(`上次离开时有没保存的内容（${new Date(kept.at).toTimeString().slice(0, 5)}）`);
    [back.textContent, away.textContent] = ["找回来", "不要了"];
    [back, away].forEach((one) => { one.type = "button"; one.className = "jx-btn jx-btn-small"; });
    back.addEventListener("click", async () => {
      box.remove();
      if (kept.version === version) { await fillIn(kept.said); remember(); typed(); return; }
      const answer = await send(location.pathname, { ...kept.said, version: kept.version });
      if (answer.status === 409) conflict(await answer.json()); else location.reload();
    });
    away.addEventListener("click", () => { box.remove(); sessionStorage.removeItem(store); });
    box.append(back, away);
    $("problems").before(box);
  };
  const fillIn = async (said) => {
    const put = (value, name) => {
      if (Array.isArray(value)) value.forEach((one, at) => put(one, `${name}-${at}`));
      else if (value && typeof value === "object") Object.entries(value).forEach(([key, one]) => put(one, name ? `${name}-${key}` : key));
      else { const field = form.elements[name]; if (field && "value" in field && field.type !== "checkbox") field.value = value; }
    };
    put(rest(said), "");
    const known = new Map(Jx.grid.rows().map((row) => [Jx.grid.was(row.id), row.id]));
    await Jx.grid.set(said.rows.map((row) => ({ ...Jx.grid.fresh(row), ...(row.was !== "" && known.has(row.was) ? { id: known.get(row.was) } : {}) })));
  };
  Object.assign(Jx, { collect, save, typed, remember });
  if (form.dataset.ready) begin(); // the table was built before this file came
})();
