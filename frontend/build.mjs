// Builds what src/roadmap/site/static holds; `--check` says whether it is up to date, without writing.
import { createHash } from "node:crypto";
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "../src/roadmap/site/static");
const modules = join(here, "node_modules");
const FONTS = {
  "fonts/text.woff2": "@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-wght-normal.woff2",
  "fonts/text-italic.woff2": "@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-wght-italic.woff2",
  "fonts/text.LICENSE.txt": "@fontsource-variable/atkinson-hyperlegible-next/LICENSE",
  "fonts/code.woff2": "@fontsource/jetbrains-mono/files/jetbrains-mono-latin-400-normal.woff2",
  "fonts/code.LICENSE.txt": "@fontsource/jetbrains-mono/LICENSE",
};
const common = { bundle: true, minify: true, target: "es2022", format: "esm", legalComments: "none", logLevel: "warning" };

// tests/site/test_built_assets.py computes the same digest, so that a change without a build is found without Node.
async function sourcesDigest() {
  const names = [];
  for (const folder of ["src", "css"]) {
    for (const name of await readdir(join(here, folder))) names.push(`${folder}/${name}`);
  }
  names.push("build.mjs", "card.png", "icon.svg", "package-lock.json");
  const hash = createHash("sha256");
  for (const name of names.sort()) hash.update(`${name}\0`).update(await readFile(join(here, name))).update("\0");
  return hash.digest("hex");
}

// The editor writes its rules into a <style> element, which the content policy refuses; a constructed sheet is allowed.
// style-mod can do that, but only does it below a shadow root.
const constructedSheets = {
  name: "constructed sheets",
  setup(builder) {
    builder.onLoad({ filter: /style-mod[/\\]src[/\\]style-mod\.js$/ }, async ({ path }) => {
      const source = await readFile(path, "utf8");
      const changed = source.replace("!root.head && root.adoptedStyleSheets", "root.adoptedStyleSheets");
      if (changed === source) throw new Error("style-mod has changed: see how it chooses where its rules go");
      return { contents: changed, loader: "js" };
    });
  },
};

// The licenses of what is bundled ask that they come with every copy.
async function licenses(inputs) {
  const names = inputs.map((path) => /node_modules[/]((?:@[^/]+[/])?[^/]+)/.exec(path)?.[1]).filter(Boolean);
  const texts = [];
  for (const name of [...new Set(names)].sort()) {
    const { version } = JSON.parse(await readFile(join(modules, name, "package.json"), "utf8"));
    texts.push(`${name} ${version}\n\n${(await readFile(join(modules, name, "LICENSE"), "utf8")).trim()}\n`);
  }
  return texts.join(`\n${"-".repeat(80)}\n\n`);
}

// A section brings one hue as a number; the policy allows no style attribute, so each number is a class.
const hues = () => Array.from({ length: 360 }, (_, hue) => `.hue-${hue}{--hue:${hue}}`).join("");

const digest = await sourcesDigest();
if (process.argv.includes("--check")) {
  const built = JSON.parse(await readFile(join(out, "build.json"), "utf8"));
  if (built.sources !== digest) {
    console.error("src/roadmap/site/static is not built from these sources: run `npm run build` in frontend/");
    process.exit(1);
  }
  process.exit(0);
}

await rm(out, { recursive: true, force: true });
await mkdir(join(out, "fonts"), { recursive: true });
const scripts = await build({ ...common, metafile: true, entryPoints: ["site.js", "exercise.js", "map.js", "offline.js"].map((name) => join(here, "src", name)), outdir: out, plugins: [constructedSheets], splitting: true, chunkNames: "chunks/[name]-[hash]" });
await build({ ...common, format: "iife", entryPoints: ["theme.js", "worker.js"].map((name) => join(here, "src", name)), outdir: out });
const css = await build({ ...common, target: "esnext", write: false, entryPoints: [join(here, "css/site.css")], external: ["*.woff2"] });
await writeFile(join(out, "site.css"), css.outputFiles[0].text + hues() + "\n");
for (const [name, from] of Object.entries(FONTS)) await cp(join(modules, from), join(out, name));
for (const name of ["icon.svg", "card.png"]) await cp(join(here, name), join(out, name));
await writeFile(join(out, "licenses.txt"), await licenses(Object.keys(scripts.metafile.inputs)));
await writeFile(join(out, "build.json"), JSON.stringify({ sources: digest }) + "\n");
console.log(`built ${relative(process.cwd(), out)}`);
