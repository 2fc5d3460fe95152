// node check.mjs FILE: whether a JSON-LD document of Quotations and Claims is made of schema.org's words.
// Its types say which properties a type has, and what they may hold; the compiler says what does not fit.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const document = JSON.parse(readFileSync(process.argv[2], "utf8"));
if (document["@context"] !== "https://schema.org") throw new Error("the context is not schema.org");
const folder = mkdtempSync(join(here, ".check-"));
try {
  const items = document["@graph"].map((item) => JSON.stringify(item)).join(",\n");
  const program = `import type { Claim, Quotation } from "schema-dts";
export const items: (Exclude<Claim, string> | Exclude<Quotation, string>)[] = [\n${items}\n];\n`;
  writeFileSync(join(folder, "items.ts"), program);
  const compiler = join(here, "node_modules", "typescript", "bin", "tsc");
  const options = ["--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext", "--target", "es2022"];
  execFileSync(process.execPath, [compiler, ...options, join(folder, "items.ts")], { stdio: "inherit" });
  console.log(`${document["@graph"].length} items of schema.org`);
} catch (error) {
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}
