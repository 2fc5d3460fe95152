// node check.mjs FILE: AsyncAPI's official parser on a document; exit code 1 when it is not valid.
import { readFileSync } from "node:fs";
import { Parser } from "@asyncapi/parser";

const ERROR = 0;
const WARNING = 1;
const file = process.argv[2];
const { document, diagnostics } = await new Parser().parse(readFileSync(file, "utf8"));
const complaints = diagnostics.filter(({ severity }) => severity === ERROR || severity === WARNING);
for (const { path, message } of complaints) console.error(`${path.join(".")}: ${message}`);
if (!document || complaints.length > 0) {
  console.error(`${file} is no valid AsyncAPI document`);
  process.exit(1);
}
const count = (parts) => parts.all().length;
console.log(
  `${file}: AsyncAPI ${document.version()}, valid: ${count(document.channels())} channels, ` +
    `${count(document.messages())} messages, ${count(document.schemas())} schemas`,
);
