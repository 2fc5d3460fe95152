// collect.mjs DASHBOARD PROMETHEUS SECONDS THEME WIDTH [NAME=VALUE...]: prints data.js for the page: the dashboard, laid out, and the
// answers to the queries of its panels, put as Grafana would put them. Warns on standard error of panels without data.
// SQL goes to the psql that the environment's PSQL names, with its arguments.
import fs from "node:fs";
import { expanded, rowsOf, seriesOf } from "./postgres.mjs";

const [file, prometheus, secondsText, theme, widthText, ...given] = process.argv.slice(2);
const dashboard = JSON.parse(fs.readFileSync(file, "utf8"));
const seconds = Number(secondsText);
const to = Math.floor(Date.now() / 1000);
const from = to - seconds;
const step = Math.max(5, Math.ceil(seconds / 240));
let problems = 0;
const complain = (text) => { problems++; console.error(text); };

async function ask(path, parameters) {
  const response = await fetch(`${prometheus}/api/v1/${path}?` + new URLSearchParams(parameters));
  const answer = await response.json();
  if (answer.status !== "success") throw new Error(answer.error);
  return answer.data;
}

const escape = (text) => text.replace(/[\\^$*+?.()|[\]{}]/g, "\\$&");
const duration = (s) => (s % 60 === 0 ? `${s / 60}m` : `${s}s`);
const values = { __rate_interval: duration(Math.max(60, 4 * step)), __interval: `${step}s`, __interval_ms: String(step * 1000),
  __range: `${seconds}s`, __range_s: String(seconds), __range_ms: String(seconds * 1000) };
const substitute = (text) => String(text).replace(/\$\{(\w+)(?::\w+)?\}|\$(\w+)/g, (whole, braced, plain) => values[braced ?? plain] ?? whole);

async function settleVariables() {
  for (const variable of dashboard.templating?.list ?? []) {
    const override = given.find((text) => text.startsWith(variable.name + "="));
    const current = variable.current?.value;
    let value;
    if (override) value = override.slice(variable.name.length + 1);
    else if (["datasource", "interval", "constant", "textbox"].includes(variable.type)) value = current ?? variable.query ?? "";
    else if (current !== undefined && String(current) !== "" && String(current) !== "$__all") value = [current].flat().map((one) => escape(String(one))).join("|");
    else if (variable.allValue) value = variable.allValue;
    else if (variable.type === "query" && variable.includeAll !== true) value = (await labelValues(variable))[0] ?? "";
    else value = ".+";
    values[variable.name] = variable.type === "interval" && String(value).startsWith("$__auto") ? values.__interval : String(value);
  }
}

async function labelValues(variable) {
  const query = substitute(variable.query?.query ?? variable.query ?? "");
  const match = /^label_values\((?:(.+),\s*)?(\w+)\)$/.exec(query.trim());
  if (!match) return [];
  try { return await ask(`label/${match[2]}/values`, match[1] ? { "match[]": match[1] } : {}); } catch { return []; }
}

function layOut(panels) { // collapsed rows are opened: what follows moves down
  const placed = [];
  let shift = 0;
  for (const panel of [...panels].sort((a, b) => a.gridPos.y - b.gridPos.y || a.gridPos.x - b.gridPos.x)) {
    const y = panel.gridPos.y + shift;
    placed.push({ ...panel, gridPos: { ...panel.gridPos, y } });
    if (panel.type !== "row" || !panel.panels?.length) continue;
    const top = Math.min(...panel.panels.map((inner) => inner.gridPos.y));
    const bottom = Math.max(...panel.panels.map((inner) => inner.gridPos.y + inner.gridPos.h));
    for (const inner of panel.panels) placed.push({ ...inner, gridPos: { ...inner.gridPos, y: inner.gridPos.y - top + y + 1 } });
    if (panel.collapsed) shift += bottom - top;
  }
  return placed.map((panel, index) => ({ ...panel, key: index }));
}

const legend = (format, metric, expression) => {
  const labels = Object.entries(metric).filter(([name]) => name !== "__name__").map(([name, value]) => `${name}="${value}"`).join(", ");
  if (!format || format === "__auto") return labels ? `${metric.__name__ ?? ""}{${labels}}` : metric.__name__ ?? expression;
  return substitute(format).replace(/\{\{\s*(\w+)\s*\}\}/g, (_, label) => metric[label] ?? "");
};

function askPostgres(panel, target) {
  const rows = rowsOf(process.env.PSQL, expanded(target.rawSql, from, to));
  if (panel.type === "table") {
    tables[panel.key] = rows;
    return rows.length;
  }
  const how = { isOverTime: target.format === "time_series", isByRow: panel.options?.reduceOptions?.values === true, now: to };
  const series = seriesOf(rows, how);
  data[panel.key].push(...series.map((one) => ({ refId: target.refId, ...one })));
  return series.length;
}

if ((dashboard.panels ?? []).some((panel) => panel.targets?.some((target) => target.expr))) {
  try {
    await ask("query", { query: "vector(1)" });
  } catch (error) {
    console.error(`no Prometheus answers at ${prometheus}: ${error.cause?.message ?? error.message}`);
    process.exit(3);
  }
}
await settleVariables();
const panels = layOut(dashboard.panels ?? []);
const data = {}, tables = {};
for (const panel of panels) {
  panel.title = substitute(panel.title ?? "");
  if (panel.type === "text") panel.options = { ...panel.options, content: substitute(panel.options?.content ?? "") };
  data[panel.key] = [];
  for (const target of panel.targets ?? []) {
    if (target.hide || !(target.expr || target.rawSql)) continue;
    if (target.rawSql) {
      try {
        askPostgres(panel, target);
      } catch (error) {
        panel.error = `${target.refId}: ${(error.stderr || error.message).trim()}`;
        complain(`${panel.title}: ${panel.error}`);
      }
      continue;
    }
    const query = substitute(target.expr);
    try {
      const instant = target.instant && !target.range;
      const answer = instant ? await ask("query", { query, time: to }) : await ask("query_range", { query, start: from, end: to, step });
      const result = answer.resultType === "scalar" ? [{ metric: {}, value: answer.result }] : answer.result;
      for (const series of result)
        data[panel.key].push({ refId: target.refId, labels: series.metric, name: legend(target.legendFormat, series.metric, query), values: series.values ?? [series.value] });
    } catch (error) {
      panel.error = `${target.refId}: ${error.message}`;
      complain(`${panel.title}: ${error.message}: ${query}`);
    }
  }
  if (panel.targets?.length && !panel.error && !data[panel.key].length && !tables[panel.key]?.length) complain(`${panel.title}: no data`);
}
const rows = Math.max(1, ...panels.map((panel) => panel.gridPos.y + panel.gridPos.h));
const page = { title: dashboard.title, panels, data, tables, from, to, theme, width: Number(widthText), height: rows * 38 + 60 };
console.log("window.PAGE = " + JSON.stringify(page) + ";");
console.error(`${panels.filter((panel) => panel.type !== "row").length} panels, ${problems} without data or with an error`);
fs.writeFileSync(process.env.SIZE_FILE, `${page.width},${page.height} ${problems}\n`);
