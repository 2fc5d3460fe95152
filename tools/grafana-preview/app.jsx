// Draws a dashboard with Grafana's own components from window.PAGE (collect.mjs). What it does not know it says in the panel.
import React from "react";
import { createRoot } from "react-dom/client";
import {
  applyFieldOverrides, createTheme, dateTime, FieldColorModeId, FieldType, getDisplayProcessor, LoadingState,
  standardFieldConfigEditorRegistry, ThemeContext, VizOrientation,
} from "@grafana/data";
import { BarGauge, BigValue, BigValueColorMode, BigValueGraphMode, GlobalStyles, PanelChrome, TimeSeries } from "@grafana/ui";

const { title, panels, data, tables, from, to, theme: mode, width } = window.PAGE;
const theme = createTheme({ colors: { mode } });
try { standardFieldConfigEditorRegistry.setInit(() => []); } catch { /* already set */ }
const COLUMN = (width - 16) / 24, ROW = 38, GAP = 8;
const timeRange = { from: dateTime(from * 1000), to: dateTime(to * 1000), raw: { from: dateTime(from * 1000), to: dateTime(to * 1000) } };

function matches(matcher, series) { // the matchers that dashboards written by hand use
  if (matcher.id === "byName") return matcher.options === series.name;
  if (matcher.id === "byFrameRefID") return matcher.options === series.refId;
  if (matcher.id === "byRegexp") {
    const parts = /^\/(.*)\/(\w*)$/.exec(matcher.options);
    return (parts ? new RegExp(parts[1], parts[2]) : new RegExp(matcher.options)).test(series.name);
  }
  return false;
}

function fieldConfig(panel, series) {
  const defaults = panel.fieldConfig?.defaults ?? {};
  const config = { color: { mode: FieldColorModeId.PaletteClassic }, ...defaults, displayName: defaults.displayName || series.name,
    custom: { drawStyle: "line", lineWidth: 1, fillOpacity: 0, showPoints: "never", ...defaults.custom } };
  if (["stat", "gauge", "bargauge"].includes(panel.type) && !defaults.color) config.color = { mode: FieldColorModeId.Thresholds };
  config.thresholds ??= { mode: "absolute", steps: [{ value: -Infinity, color: "green" }] };
  config.thresholds = { ...config.thresholds, steps: config.thresholds.steps.map((one) => ({ ...one, value: one.value ?? -Infinity })) };
  for (const override of panel.fieldConfig?.overrides ?? []) {
    if (!matches(override.matcher, series)) continue;
    for (const { id, value } of override.properties) {
      const path = id.split(".");
      const last = path.pop();
      path.reduce((place, key) => (place[key] = { ...place[key] }), config)[last] = value;
    }
  }
  return config;
}

function framesOf(panel) {
  const frames = (data[panel.key] ?? []).map((series, index) => ({
    refId: series.refId, name: series.name, length: series.values.length,
    fields: [
      { name: "Time", type: FieldType.time, config: {}, values: series.values.map((point) => point[0] * 1000) },
      { name: series.name, type: FieldType.number, labels: series.labels, config: fieldConfig(panel, series),
        values: series.values.map((point) => Number(point[1])), state: { seriesIndex: index } },
    ],
  }));
  const drawn = applyFieldOverrides({ data: frames, fieldConfig: { defaults: {}, overrides: [] }, replaceVariables: (text) => text, theme, timeZone: "utc" });
  for (const frame of drawn) for (const field of frame.fields) field.display ??= getDisplayProcessor({ field, theme, timeZone: "utc" });
  return drawn;
}

const reduced = (field, calculation) => {
  const numbers = field.values.filter((value) => !Number.isNaN(value));
  switch (calculation) {
    case "mean": return numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
    case "max": return Math.max(...numbers);
    case "min": return Math.min(...numbers);
    case "sum": return numbers.reduce((sum, value) => sum + value, 0);
    default: return numbers.at(-1);
  }
};
const shown = (panel, frame) => {
  const field = frame.fields[1];
  const alone = (data[panel.key] ?? []).length === 1; // then the panel's title says it
  return { ...field.display(reduced(field, panel.options?.reduceOptions?.calcs?.[0])), title: alone ? "" : field.config.displayName };
};

function Cells({ panel, frames, width, height, draw }) { // one cell a series, side by side
  const each = width / frames.length;
  return <div style={{ display: "flex" }}>{frames.map((frame, index) => <div key={index} style={{ width: each, height }}>{draw(frame, each, height)}</div>)}</div>;
}

function Bars({ panel, frames, width, height }) { // on one scale, as Grafana draws them
  const values = frames.map((frame) => shown(panel, frame));
  const longest = (texts) => texts.reduce((one, other) => (other.length > one.length ? other : one), "");
  const factors = { title: longest(values.map((value) => value.title ?? "")), text: longest(values.map((value) => value.text)) };
  const max = Math.max(...values.map((value) => value.numeric));
  return <div>{frames.map((frame, index) => <BarGauge key={index} width={width} height={height / frames.length} theme={theme}
    orientation={VizOrientation.Horizontal} field={{ min: 0, max, ...frame.fields[1].config }} alignmentFactors={factors}
    value={values[index]} display={frame.fields[1].display} />)}</div>;
}

const TIME = /^\d{4}-\d\d-\d\dT/;
const cellText = (value) => (value === null ? "" : TIME.test(value) ? value.slice(0, 16).replace("T", " ") : String(value));
const overridden = (panel, column, id) => (panel.fieldConfig?.overrides ?? [])
  .filter((one) => one.matcher.id === "byName" && one.matcher.options === column)
  .flatMap((one) => one.properties).find((one) => one.id === id)?.value;

function Rows({ panel, rows }) { // of Postgres, as the panel says: widths, hidden columns, links, text that wraps
  const columns = Object.keys(rows[0]).filter((column) => !overridden(panel, column, "custom.hidden"));
  const cell = { padding: "5px 8px", borderBottom: `1px solid ${theme.colors.border.weak}`, textAlign: "left", verticalAlign: "top" };
  return <table style={{ width: "100%", fontSize: 12, tableLayout: "fixed", borderCollapse: "collapse" }}>
    <colgroup>{columns.map((column) => <col key={column} style={{ width: overridden(panel, column, "custom.width") }} />)}</colgroup>
    <thead><tr>{columns.map((column) => <th key={column} style={{ ...cell, color: theme.colors.primary.text }}>{column}</th>)}</tr></thead>
    <tbody>{rows.slice(0, 60).map((row, index) => <tr key={index}>{columns.map((column) =>
      <td key={column} style={{ ...cell, color: overridden(panel, column, "links") ? theme.colors.text.link : theme.colors.text.primary }}>{cellText(row[column])}</td>)}</tr>)}</tbody></table>;
}

function Table({ panel, frames }) {
  const names = [...new Set(frames.flatMap((frame) => Object.keys(frame.fields[1].labels ?? {})))].filter((name) => name !== "__name__");
  const cell = { padding: "4px 8px", borderBottom: `1px solid ${theme.colors.border.weak}`, textAlign: "left", whiteSpace: "nowrap" };
  return <table style={{ width: "100%", fontSize: 12 }}>
    <thead><tr>{names.map((name) => <th key={name} style={cell}>{name}</th>)}<th style={cell}>Value</th></tr></thead>
    <tbody>{frames.map((frame, index) => {
      const value = shown(panel, frame);
      return <tr key={index}>{names.map((name) => <td key={name} style={cell}>{frame.fields[1].labels?.[name]}</td>)}
        <td style={cell}>{[value.prefix, value.text, value.suffix].join("")}</td></tr>;
    })}</tbody></table>;
}

function Body({ panel, width, height }) {
  const note = (text) => <div style={{ padding: 12, color: theme.colors.text.secondary }}>{text}</div>;
  if (panel.error) return <div style={{ padding: 12, color: theme.colors.error.text }}>{panel.error}</div>;
  if (panel.type === "text") return <div style={{ padding: 8, whiteSpace: "pre-wrap" }}>{panel.options.content}</div>;
  if (tables[panel.key]?.length) return <div style={{ height, overflow: "hidden" }}><Rows panel={panel} rows={tables[panel.key]} /></div>;
  const frames = framesOf(panel);
  if (!frames.length) return note("No data");
  const color = panel.options?.colorMode ?? BigValueColorMode.Value;
  switch (panel.type) {
    case "timeseries": {
      const legend = { showLegend: true, displayMode: "list", placement: "bottom", ...panel.options?.legend, calcs: [] };
      return <TimeSeries frames={frames} timeRange={timeRange} timeZone="utc" width={width} height={height} structureRev={1}
        legend={legend} options={{ legend, tooltip: { mode: "none" } }} />;
    }
    case "stat":
      return <Cells panel={panel} frames={frames} width={width} height={height} draw={(frame, w, h) =>
        <BigValue width={w} height={h} theme={theme} colorMode={color} value={shown(panel, frame)} count={frames.length}
          textMode={frames.length > 1 ? "value_and_name" : panel.options?.textMode ?? "value"}
          graphMode={panel.options?.graphMode === "area" && frame.length > 1 ? BigValueGraphMode.Area : BigValueGraphMode.None}
          sparkline={{ x: frame.fields[0], y: frame.fields[1] }} />} />;
    case "gauge": // the round one is not among the components that Grafana publishes
    case "bargauge":
      return <Bars panel={panel} frames={frames} width={width} height={height} />;
    case "table":
      return <Table panel={panel} frames={frames} />;
    default:
      return note(`${panel.type}: not drawn here; ${frames.length} series`);
  }
}

class Guard extends React.Component {
  state = {};
  static getDerivedStateFromError(error) { return { error }; }
  render() { return this.state.error ? <pre style={{ color: theme.colors.error.text }}>{String(this.state.error?.stack ?? this.state.error)}</pre> : this.props.children; }
}

function Panel({ panel }) {
  const { x, y, w, h } = panel.gridPos;
  const place = { position: "absolute", left: x * COLUMN, top: y * ROW, width: w * COLUMN - GAP, height: h * ROW - GAP };
  if (panel.type === "row") return <div style={{ ...place, padding: 6, fontWeight: 600 }}>{panel.title}</div>;
  return <div style={place}>
    <PanelChrome title={panel.title} description={panel.description} displayMode={panel.transparent ? "transparent" : "default"}
      width={place.width} height={place.height} loadingState={LoadingState.Done}>
      {(width, height) => <Guard><Body panel={panel} width={width} height={height} /></Guard>}
    </PanelChrome></div>;
}

document.body.style.background = theme.colors.background.canvas;
createRoot(document.getElementById("root")).render(
  <ThemeContext.Provider value={theme}><GlobalStyles />
    <h2 style={{ margin: "8px 4px 12px" }}>{title}</h2>
    <div style={{ position: "relative" }}>{panels.map((panel) => <Guard key={panel.key}><Panel panel={panel} /></Guard>)}</div>
  </ThemeContext.Provider>);
