/* Draws what the table beside it says: a chart names its table in data-of. Without script, or where this fails, the table stands alone. */
"use strict";
(() => {
  const INK = "#46556a", LINE = "#d5dce5", PLAN = "#8592a3", PAID = "#1d5db0", FONT = { fontFamily: "inherit", color: INK, fontSize: 12 };
  const number = (text) => (text === undefined || text === "" ? null : Number(text));
  const rows = (chart) => Array.from(document.querySelectorAll("#" + chart.dataset.of + " tbody tr"));
  const percent = (value) => (value === null || value === undefined ? "—" : value + "%");
  const base = {
    animation: false, textStyle: FONT, aria: { enabled: false },
    tooltip: { trigger: "axis", renderMode: "richText", confine: true, valueFormatter: percent, axisPointer: { type: "line" } },
    legend: { top: 0, right: 0, textStyle: FONT, itemHeight: 10 },
  };
  const scale = { type: "value", min: 0, axisLabel: { formatter: "{value}%", color: INK }, splitLine: { lineStyle: { color: LINE } } };

  function bars(found) {
    const shown = found.map((row) => ({ name: row.dataset.name, planned: number(row.dataset.planned), paid: number(row.dataset.paid) })).reverse();
    const short = (name) => (name.length > 14 ? name.slice(0, 13) + "…" : name);
    return Object.assign({}, base, {
      grid: { left: 8, right: 44, top: 32, bottom: 8, containLabel: true },
      tooltip: Object.assign({}, base.tooltip, { axisPointer: { type: "shadow" } }),
      xAxis: scale,
      yAxis: { type: "category", data: shown.map((one) => one.name), axisLabel: { formatter: short, color: INK }, axisTick: { show: false } },
      series: [
        { name: "实际", type: "bar", barMaxWidth: 12, itemStyle: { color: PAID }, data: shown.map((one) => one.paid), label: { show: true, position: "right", formatter: (at) => percent(at.value), color: INK } },
        { name: "计划", type: "bar", barMaxWidth: 12, itemStyle: { color: "#c3ccd8" }, data: shown.map((one) => one.planned) },
      ],
    });
  }

  function curve(found) {
    const line = (name, key, color, dashed) => ({
      name, type: "line", symbolSize: 6, color, connectNulls: false, lineStyle: { width: 2, type: dashed ? "dashed" : "solid" },
      areaStyle: dashed ? undefined : { opacity: 0.08 }, data: found.map((row) => number(row.dataset[key])),
    });
    return Object.assign({}, base, {
      grid: { left: 8, right: 16, top: 32, bottom: 8, containLabel: true },
      xAxis: { type: "category", data: found.map((row) => row.dataset.name), boundaryGap: false, axisLabel: { color: INK } },
      yAxis: scale,
      series: [line("计划", "planned", PLAN, true), line("实际", "paid", PAID, false)],
    });
  }

  const kinds = { bars, curve };
  document.querySelectorAll("[data-chart]").forEach((chart) => {
    const found = rows(chart);
    if (!window.echarts || !found.length) return;
    chart.hidden = false;
    if (chart.dataset.chart === "bars") chart.style.height = 56 + found.length * 34 + "px";
    const drawn = window.echarts.init(chart, null, { renderer: "canvas" });
    drawn.setOption(kinds[chart.dataset.chart](found));
    window.addEventListener("resize", () => drawn.resize());
    window.addEventListener("beforeprint", () => drawn.resize());
  });
})();
