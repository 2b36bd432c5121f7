// Makes card.png of card.svg, in the site's own face: `node card.mjs`, where Debian's Chromium is installed.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const face = readFileSync(join(here, "../src/roadmap/site/static/fonts/text.woff2")).toString("base64");
const style = `@font-face{font-family:Text;font-weight:200 800;src:url(data:font/woff2;base64,${face})}body{margin:0}`;
const folder = mkdtempSync(join(tmpdir(), "card-"));
const page = join(folder, "card.html");
writeFileSync(page, `<!DOCTYPE html><style>${style}</style>${readFileSync(join(here, "card.svg"), "utf8")}`);
const options = ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=1200,630"];
const shot = join(here, "card.png");
execFileSync("chromium", [...options, "--virtual-time-budget=2000", `--screenshot=${shot}`, `file://${page}`], { stdio: "ignore" });
rmSync(folder, { recursive: true });
