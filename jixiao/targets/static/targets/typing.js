// What is typed or pasted, read without touching the page: a table from Excel, a goal in three parts, weights in hundredths.
"use strict";
window.Jx = window.Jx || {};
(() => {
  const MAIN = ["level1", "level2", "level3", "operator", "value", "unit", "basis", "weight", "history"];
  const MORE = ["explanation", "source", "evidence", "method", "scoring", "grading"];
  const WORDS = {
    level1: "一级指标", level2: "二级指标", level3: "三级指标", operator: "符号", value: "指标值", unit: "单位", basis: "指标值确定依据", weight: "分值",
    history: "近三年完成值", explanation: "指标解释", source: "数据来源", evidence: "佐证资料要求", method: "取值方式", scoring: "赋分规则", grading: "评分标准",
  };
  const LONGEST = { level2: 40, level3: 200, operator: 2, value: 200, unit: 20, basis: 500, weight: 10, history: 200 };
  const SIGNS = { ">=": "≥", "<=": "≤", "=>": "≥", "=<": "≤", "＞": ">", "＜": "<", "＝": "=", "不低于": "≥", "不少于": "≥", "不高于": "≤", "不超过": "≤" };
  const GOAL = /^(≥|≤|>=|<=|=>|=<|=|＝|>|＞|<|＜|不低于|不少于|不高于|不超过)?\s*(-?\d[\d,]*(?:\.\d+)?)\s*([^\d\s≥≤=><,，。；;:：()（）~～\-—至前]{0,12})$/;

  // Rows and cells of a copied table: tabs between cells, quotes around cells that hold a line break or a quote.
  const table = (text) => {
    const rows = [[]];
    let cell = "", quoted = false;
    const end = () => { rows[rows.length - 1].push(cell.trim()); cell = ""; };
    for (let at = 0; at < text.length; at += 1) {
      const sign = text[at];
      if (quoted) {
        if (sign !== '"') cell += sign;
        else if (text[at + 1] === '"') { cell += '"'; at += 1; } else quoted = false;
      } else if (sign === '"' && cell === "") quoted = true;
      else if (sign === "\t") end();
      else if (sign === "\n") { end(); rows.push([]); } else if (sign !== "\r") cell += sign;
    }
    end();
    if (rows[rows.length - 1].length === 1 && rows[rows.length - 1][0] === "") rows.pop();
    return rows;
  };

  // ≥5场 as operator, number and unit; null for words, dates and ranges, which stay whole.
  const parts = (text) => {
    const found = GOAL.exec(text.replace(/\s+/g, ""));
    if (!found || (!found[1] && !found[3])) return null;
    return { operator: SIGNS[found[1]] || found[1] || "", value: found[2].replace(/,/g, ""), unit: found[3] };
  };

  // A cell as it is kept: the operator one of the five, a goal typed whole taken apart where its neighbours are empty.
  const put = (row, field, text) => {
    const value = field === "operator" ? SIGNS[text] || text : field === "weight" ? text.replace(/[%％分\s]+$/, "") : text;
    const next = { ...row, [field]: value };
    const whole = field === "value" && !row.operator && !row.unit ? parts(value) : null;
    if (whole) Object.assign(next, whole);
    if (field === "level2" && Jx.levels) next.level1 = levelOf(value) || next.level1 || "";
    return next;
  };

  const levelOf = (level2) => Object.keys(Jx.levels || {}).find((first) => Jx.levels[first].includes(level2)) || "";
  const tidy = (level) => (level && !level.endsWith("指标") ? `${level}指标` : level);

  // Lay a copied table over rows from a cell on; merged levels of the official form come as empty cells and take what stands above.
  const lay = (rows, number, field, cells, blank) => {
    const start = Math.max(0, MAIN.indexOf(field));
    const next = rows.map((row) => ({ ...row }));
    const overwritten = [];
    cells.forEach((line, down) => {
      const at = number + down;
      while (next.length <= at) next.push(blank(next[next.length - 1]));
      line.forEach((text, right) => {
        const name = MAIN[start + right];
        if (!name) return;
        let value = name === "level1" || name === "level2" ? tidy(text.replace(/\s+/g, "")) : text;
        if (!value && (name === "level1" || name === "level2") && down) value = next[at - 1][name];
        const old = next[at][name] || "";
        const changed = put(next[at], name, value);
        if (rows[at] && old && old !== value) overwritten.push({ row: at, field: name, old, value });
        next[at] = name === "level1" ? { ...next[at], level1: value } : changed;
      });
    });
    return { rows: next, overwritten, added: next.length - rows.length };
  };

  const hundredths = (text) => {
    const found = /^(\d{1,3})(?:\.(\d{1,2}))?$/.exec((text || "").replace(/[%％分\s]+$/, ""));
    return found ? Number(found[1]) * 100 + Number((found[2] || "").padEnd(2, "0")) : 0;
  };
  const points = (number) => String(number / 100);

  // What the weights come to by first level, together, and how far from what they should.
  const weights = (rows, due) => {
    const byLevel = new Map();
    rows.forEach((row) => byLevel.set(row.level1 || "未分级", (byLevel.get(row.level1 || "未分级") || 0) + hundredths(row.weight)));
    const total = Array.from(byLevel.values()).reduce((sum, one) => sum + one, 0);
    const gap = due * 100 - total;
    const right = gap === 0 || total === 10000 || total === 0;
    return {
      parts: Array.from(byLevel, ([level, sum]) => `${level.replace(/指标$/, "")} ${points(sum)}`),
      total: points(total),
      words: right ? "" : `应为 ${due}，${gap > 0 ? "差" : "多"} ${points(Math.abs(gap))}`,
    };
  };

  const isBlank = (row) => ![...MAIN, ...MORE].some((name) => row[name]);
  Object.assign(Jx, { MAIN, MORE, WORDS, LONGEST, table, parts, put, lay, weights, levelOf, isBlank });
})();
