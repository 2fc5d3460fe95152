// Puts a panel's SQL to Postgres by psql, as Grafana's data source would, and shapes the rows as its panel takes them.
import { execFileSync } from "node:child_process";

/** Grafana's macros in Postgres' own words. */
export function expanded(statement, from, to) {
  const at = (seconds) => `to_timestamp(${seconds})`;
  return statement
    .replace(/\$__timeFilter\((\w+)\)/g, (_, column) => `${column} BETWEEN ${at(from)} AND ${at(to)}`)
    .replace(/\$__timeGroup\((\w+), '1h'\)/g, (_, column) => `date_trunc('hour', ${column})`);
}

/** The rows as objects; their keys are in the order of the columns. */
export function rowsOf(psql, statement) {
  const [program, ...given] = psql.split(" ");
  const asked = `SELECT row_to_json(asked) FROM (${statement}) AS asked`;
  const said = execFileSync(program, [...given, "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", asked],
    { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], maxBuffer: 64 << 20 });
  return said.split("\n").filter(Boolean).map((line) => JSON.parse(line));
}

const seconds = (time) => Date.parse(time) / 1000;

/** Series as Prometheus would answer them: by the column `metric` over time, by row, or by column. */
export function seriesOf(rows, { isOverTime, isByRow, now }) {
  if (isOverTime) return overTime(rows);
  if (isByRow) return rows.map((row) => {
    const [name, value] = Object.values(row);
    return { name, labels: {}, values: [[now, value]] };
  });
  return Object.entries(rows[0] ?? {}).map(([name, value]) => ({ name, labels: {}, values: [[now, value]] }));
}

function overTime(rows) {
  const found = new Map();
  for (const row of rows) {
    const [time, metric, value] = Object.values(row);
    if (!found.has(metric)) found.set(metric, []);
    found.get(metric).push([seconds(time), value]);
  }
  return [...found].map(([name, values]) => ({ name, labels: {}, values }));
}
