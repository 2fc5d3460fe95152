"""An AsyncAPI document of ours as one HTML page that loads nothing from anywhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from html import escape
from typing import Any, Final, TypeAlias

from tools.reference.types import Schema, parts_of, type_of, values_of

Document: TypeAlias = dict[str, Any]

DAY_MS: Final = 24 * 60 * 60 * 1000
MIB: Final = 1024 * 1024

_CODE: Final = re.compile(r"`([^`]+)`")
_JSON: Final = re.compile(
    r'(?P<key>"(?:[^"\\]|\\.)*")(?=\s*:)|(?P<text>"(?:[^"\\]|\\.)*")|(?P<word>\b(?:true|false|null)\b)'
    r"|(?P<number>-?\d+(?:\.\d+)?)"
)


def page(document: Document) -> str:
    schemas: Document = document["components"]["schemas"]
    messages: Document = document["components"]["messages"]
    parts = [name for name in schemas if name not in messages and name != "headers"]
    body = [
        _opening(document),
        *(_channel(channel) for channel in document["channels"].values()),
        '<h2 id="headers">Headers of every record</h2>',
        f"<p>{prose(schemas['headers']['description'])}.</p>",
        fields_table(schemas["headers"]),
        *(_event(name, message, schemas[name]) for name, message in messages.items()),
        "<h2>Parts that events share</h2>",
        *(_part(name, schemas[name]) for name in parts),
    ]
    return _PAGE.format(
        style=_CSS,
        version=escape(document["info"]["version"]),
        nav=_navigation(document, parts),
        body="\n".join(body),
    )


def prose(text: str) -> str:
    return _CODE.sub(r"<code>\1</code>", escape(text, quote=False))


def fields_table(schema: Schema) -> str:
    required = set(schema.get("required", ()))
    rows = "".join(
        _field(name, field, optional=name not in required)
        for name, field in schema["properties"].items()
    )
    return f"<table><tr><th>Field<th>Type<th>Meaning<th>Example</tr>{rows}</table>"


def _field(name: str, field: Schema, *, optional: bool) -> str:
    note = ' <span class="note">may be absent</span>' if optional else ""
    values = "".join(f"<code>{escape(value)}</code> " for value in values_of(field))
    parts = parts_of(field)
    kind = escape(type_of(field))
    for part in parts:
        kind = kind.replace(part, f'<a href="#{part}">{part}</a>')
    # what is made of parts shows its example there
    examples = () if parts else field["examples"][:2]
    shown = "<br>".join(f"<code>{escape(_short(example))}</code>" for example in examples)
    return (
        f'<tr><td><b>{escape(name)}</b>{note}<td class="type">{kind}'
        f"<td>{prose(field['description'])}{f'<div class=values>{values}</div>' if values else ''}"
        f"<td>{shown}</tr>"
    )


def _short(example: object) -> str:
    text = json.dumps(example, ensure_ascii=False)
    return text if len(text) <= 80 else f"{text[:78]}…"


def _opening(document: Document) -> str:
    sentences = document["info"]["description"].split(". ")
    lead, rules = sentences[0], [sentence.rstrip(".") for sentence in sentences[1:]]
    items = "".join(f"<li>{prose(rule)}.</li>" for rule in rules)
    return f"<p class=lead>{prose(lead)}.</p><ul>{items}</ul><h2>Topics</h2>"


def _channel(channel: Document) -> str:
    settings = channel["bindings"]["kafka"]["topicConfiguration"]
    days = settings["retention.ms"] // DAY_MS
    events = ", ".join(f'<a href="#{name}">{name}</a>' for name in channel["messages"])
    return (
        f'<section class=topic id="{channel["title"]}"><h3>{escape(channel["address"])}</h3>'
        f"<p>{prose(channel['description'])}</p>"
        f"<dl><dt>Events<dd>{events}<dt>Kept<dd>{days} days"
        f"<dt>Largest record<dd>{settings['max.message.bytes'] // MIB} MiB</dl></section>"
    )


def _event(name: str, message: Document, schema: Schema) -> str:
    example = message["examples"][0]
    return (
        f'<h2 id="{name}">{name}</h2><p class=lead>{prose(message["summary"])}</p>'
        f"<p><code>ce_type: {escape(message['name'])}</code>, key: the <code>article_id</code></p>"
        f"{fields_table(schema)}<h4>Example</h4>"
        f"<pre>{_headers(example['headers'])}\n\n{_coloured(example['payload'])}</pre>"
    )


def _part(name: str, schema: Schema) -> str:
    said = prose(schema["description"])
    return f'<h3 id="{name}">{name}</h3><p>{said}</p>{fields_table(schema)}'


def _headers(headers: dict[str, str]) -> str:
    return "\n".join(f"<i>{escape(name)}: {escape(value)}</i>" for name, value in headers.items())


def _coloured(example: object) -> str:
    """Spans on one line: they are many."""
    text = json.dumps(example, ensure_ascii=False, indent=2)
    text = re.sub(r'\{\s+"start": (\d+),\s+"end": (\d+)\s+\}', r'{"start": \1, "end": \2}', text)
    return "".join(_coloured_pieces(text))


def _coloured_pieces(text: str) -> Iterable[str]:
    last = 0
    for found in _JSON.finditer(text):
        yield escape(text[last : found.start()])
        yield f"<span class={found.lastgroup}>{escape(found.group())}</span>"
        last = found.end()
    yield escape(text[last:])


def _navigation(document: Document, parts: Iterable[str]) -> str:
    topics = [(channel["title"], channel["address"]) for channel in document["channels"].values()]
    events = [(name, name) for name in document["components"]["messages"]]
    listed = (
        ("Topics", topics),
        ("Events", [("headers", "headers"), *events]),
        ("Parts", [(name, name) for name in parts]),
    )
    return "".join(f"<h4>{title}</h4>{_links(links)}" for title, links in listed)


def _links(links: Iterable[tuple[str, str]]) -> str:
    return "".join(f'<a href="#{to}">{escape(name)}</a>' for to, name in links)


_CSS: Final = """
:root { color-scheme: light dark; --line: #8883; --soft: #8881; --accent: #0b6e4f; --dim: #667; }
@media (prefers-color-scheme: dark) { :root { --accent: #6fd0ab; --dim: #9ab; } }
* { box-sizing: border-box; }
body { font: 15px/1.55 system-ui, sans-serif; margin: 0; display: grid;
  grid-template-columns: 17rem minmax(0, 1fr); }
nav { position: sticky; top: 0; height: 100vh; overflow: auto; padding: 1.5rem 1.25rem;
  border-right: 1px solid var(--line); background: var(--soft); font-size: .85rem; }
nav a { display: block; padding: .15rem 0; color: inherit; text-decoration: none; }
nav a:hover { color: var(--accent); }
nav h4 { margin: 1.4rem 0 .3rem; color: var(--dim); font-size: .75rem; letter-spacing: .06em;
  text-transform: uppercase; }
main { padding: 1.5rem 3rem 6rem; max-width: 72rem; }
h1 { font-size: 1.9rem; margin: 0; } h1 small { color: var(--dim); font-size: 1rem; }
h2 { margin: 3.5rem 0 .5rem; padding-top: .8rem; border-top: 2px solid var(--line); }
h3 { margin: 2rem 0 .3rem; } .lead { font-size: 1.1rem; max-width: 46rem; }
li, p { max-width: 52rem; } a { color: var(--accent); }
table { border-collapse: collapse; width: 100%; font-size: .88rem; margin: .8rem 0; }
th, td { text-align: left; vertical-align: top; padding: .5rem .8rem .5rem 0;
  border-bottom: 1px solid var(--line); }
th { color: var(--dim); font-weight: 600; } td:first-child { white-space: nowrap; width: 9.5rem; }
td:nth-child(2) { width: 9.5rem; } td:nth-child(4) { width: 17rem; overflow-wrap: anywhere; }
.type { color: var(--dim); } .note { display: block; color: var(--dim); font-size: .75rem; }
.values { margin-top: .35rem; line-height: 1.9; }
code, pre { font: .85em/1.5 ui-monospace, Menlo, Consolas, monospace; }
code { background: var(--soft); padding: .1rem .3rem; border-radius: .25rem; }
pre { background: var(--soft); padding: 1rem; border-radius: .5rem; overflow: auto;
  border: 1px solid var(--line); max-height: 34rem; white-space: pre-wrap; }
pre i { color: var(--dim); font-style: normal; }
.key { color: var(--accent); } .text { color: #b4541c; } .number, .word { color: #3867c9; }
@media (prefers-color-scheme: dark) { .text { color: #e6a06f; } .number, .word { color: #8fb4ff; } }
.topic { border: 1px solid var(--line); border-radius: .5rem; padding: .2rem 1.1rem .8rem;
  margin: .8rem 0; } .topic h3 { margin-top: .8rem; font-family: ui-monospace, Menlo, monospace; }
dl { display: grid; grid-template-columns: 9rem 1fr; margin: 0; gap: .2rem; }
dt { color: var(--dim); } dd { margin: 0; }
@media (max-width: 800px) { body { display: block; } nav { position: static; height: auto; }
  main { padding: 1rem; } table { display: block; overflow: auto; } }
"""

_PAGE: Final = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Wortlaut: topics and events</title>
<style>{style}</style>
</head>
<body>
<nav>{nav}</nav>
<main>
<h1>Wortlaut: topics and events <small>{version}</small></h1>
{body}
</main>
</body>
</html>
"""
