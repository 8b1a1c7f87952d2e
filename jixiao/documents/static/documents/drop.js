// Files: drop them, one request each with its progress, straight to the result when there is one. Without script the form sends them.
"use strict";
(() => {
  const form = document.getElementById("drop");
  const input = document.getElementById("files");
  if (!form || !input) return;
  const most = Number(form.dataset.most), largest = Number(form.dataset.largest);
  document.getElementById("send").hidden = true;
  form.classList.add("doc-scripted");

  const make = (name, words, className) => {
    const element = document.createElement(name);
    element.textContent = words || "";
    element.className = className || "";
    return element;
  };

  const board = () => {
    let list = document.getElementById("sending");
    if (list) return list;
    const panel = make("section", "", "jx-panel jx-panel-flush");
    const head = make("header");
    head.append(make("h2", "正在核对"));
    list = make("ul", "", "doc-outcomes");
    list.id = "sending";
    list.setAttribute("aria-live", "polite");
    panel.append(head, list);
    form.closest(".jx-columns").before(panel);
    panel.scrollIntoView({ block: "nearest" });
    return list;
  };

  const line = (file) => {
    const row = make("li");
    const state = make("span", "等待", "doc-state");
    const bar = document.createElement("progress");
    bar.className = "jx-bar";
    bar.max = 100;
    bar.value = 0;
    bar.setAttribute("aria-label", file.name);
    const words = make("span", "", "jx-quiet");
    row.append(state, make("b", file.name), bar, words);
    board().append(row);
    return { row, state, bar, words };
  };

  const refuse = (at, reason) => {
    at.bar.remove();
    at.state.textContent = "拒收";
    at.state.className = "doc-state jx-block";
    at.words.textContent = reason + "。没有保存任何内容。";
    at.words.className = "";
    const again = make("button", "换一份", "jx-btn jx-btn-small");
    again.type = "button";
    again.addEventListener("click", () => input.click());
    at.row.append(again);
  };

  const accept = (at, answer) => {
    at.bar.remove();
    at.state.textContent = "已核对";
    at.state.className = "doc-state jx-done";
    at.words.textContent = answer.known ? "以前核对过，结果还在" : "";
    const link = make("a", "看结果", "jx-btn jx-btn-small");
    link.href = answer.address;
    at.row.append(link);
  };

  const key = () => Array.from(crypto.getRandomValues(new Uint8Array(18)), (part) => part.toString(16).padStart(2, "0")).join("");

  const send = (file, at) => new Promise((done) => {
    const body = new FormData();
    body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    body.append("key", key());
    body.append("files", file);
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    at.state.textContent = "上传";
    request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return;
      at.bar.value = Math.round((event.loaded / event.total) * 100);
      at.words.textContent = at.bar.value + "%";
    });
    request.upload.addEventListener("load", () => {
      at.state.textContent = "核对";
      at.bar.removeAttribute("value");
      at.words.textContent = "正在读取和核对";
    });
    request.addEventListener("load", () => {
      let answer = {};
      try { answer = JSON.parse(request.responseText); } catch { answer = { refusal: "服务器没有回答清楚，请再试一次" }; }
      if (answer.address) accept(at, answer); else refuse(at, answer.refusal || "没有传成，请再试一次");
      done(answer);
    });
    request.addEventListener("error", () => { refuse(at, "网络断了，请再试一次"); done({}); });
    request.send(body);
  });

  const take = async (files) => {
    const chosen = Array.from(files);
    if (!chosen.length) return;
    if (chosen.length > most) {
      refuse(line({ name: chosen.length + " 份文件" }), "一次最多 " + most + " 份，请分几次上传");
      return;
    }
    const lines = chosen.map((file) => [file, line(file)]);
    const answers = [];
    for (const [file, at] of lines) {
      if (file.size > largest) refuse(at, "文件超过 " + Math.round(largest / 1048576) + " MB，请删去图片或拆成几个文件后再传");
      else answers.push(await send(file, at));
    }
    input.value = "";
    const taken = answers.filter((answer) => answer.address);
    if (chosen.length === 1 && taken.length === 1) {
      location.assign(taken[0].address);
      return;
    }
    document.querySelector("#sending").closest("section").querySelector("h2").textContent = "刚才上传的文件";
    if (taken.length && window.htmx) htmx.ajax("GET", "/", { target: "#list", swap: "outerHTML" });
  };

  input.addEventListener("change", () => take(input.files));
  let depth = 0;
  const over = (on) => form.classList.toggle("jx-over", on);
  document.addEventListener("dragenter", (event) => { event.preventDefault(); depth += 1; over(true); });
  document.addEventListener("dragleave", () => { depth -= 1; if (depth <= 0) over(false); });
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    depth = 0;
    over(false);
    take(event.dataTransfer.files);
  });
})();
