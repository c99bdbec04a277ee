// Builds islands/dist: what the server serves under /assets/, embedded in its binary.
//
//   styles/index.css   -> lagenetz.css   with the parts of KERN that are used, in a cascade layer below ours
//   src/*/index.ts     -> live.js, lage.js, report.js, disclose.js, attachment.js and what they share, as modules
//   MapLibre's worker  -> map-worker.js
//   Fira Sans of KERN  -> fonts/, reduced to the letters of European languages
//   static/            -> as it is
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { build } from "esbuild";
import postcss from "postcss";
import subsetFont from "subset-font";

const out = "dist";
const kern = "node_modules/@kern-ux/native/dist";

/** Blocks of KERN that our pages use; the rest would be four fifths of the style sheet. */
const KERN_BLOCKS = [
  "alert", "badge", "btn", "dark", "error", "fieldset", "form-check", "form-input", "hint", "icon", "label", "level",
  "light", "link", "sr-only", "table", "title",
];
const KERN_ICONS = ["danger", "info", "success", "warning"];

const used = (selector) => {
  const icon = selector.match(/\.kern-icon--([a-z-]+)/);
  if (icon) return KERN_ICONS.includes(icon[1]);
  const block = selector.match(/\.kern-([a-z]+(?:-[a-z]+)*)/);
  return !block || KERN_BLOCKS.some((name) => block[1] === name || block[1].startsWith(`${name}-`));
};

/** The style sheet of KERN, without the blocks that no page uses and without its rules for all elements. */
async function kernStyles() {
  const root = postcss.parse(await readFile(`${kern}/kern.css`, "utf8"));
  root.walkComments((comment) => comment.remove());
  root.walkRules((rule) => {
    const kept = rule.selectors.filter(used);
    if (kept.length === 0) rule.remove();
    else rule.selectors = kept;
  });
  root.walkAtRules((at) => {
    if (at.nodes?.length === 0 || at.name === "charset") at.remove();
  });
  return root.toString();
}

/** Latin letters of all European languages, punctuation, currency, arrows, what mathematics needs in a sentence. */
function letters() {
  const ranges = [[0x20, 0x7e], [0xa0, 0x17f], [0x218, 0x21b], [0x2c6, 0x2dd], [0x1e9e, 0x1e9e], [0x2010, 0x2044],
    [0x2070, 0x2089], [0x20ac, 0x20ac], [0x2116, 0x2122], [0x2190, 0x2193], [0x2212, 0x2212], [0x2248, 0x2265]];
  return ranges.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i)))
    .join("");
}

async function fonts() {
  await mkdir(`${out}/fonts`, { recursive: true });
  const one = async (weight) => {
    const whole = await readFile(`${kern}/fonts/fira-sans/FiraSans-${weight}.woff2`);
    const small = await subsetFont(whole, letters(), { targetFormat: "woff2" });
    await writeFile(`${out}/fonts/fira-sans-${weight.toLowerCase()}.woff2`, small);
  };
  await Promise.all(["Regular", "Medium", "SemiBold"].map(one));
}

/** `@import "kern"` is the reduced style sheet of KERN. */
const kernPlugin = {
  name: "kern",
  setup(build) {
    build.onResolve({ filter: /^kern$/ }, () => ({ path: "kern", namespace: "kern" }));
    build.onLoad({ filter: /.*/, namespace: "kern" }, async () => ({ contents: await kernStyles(), loader: "css" }));
  },
};

const common = { bundle: true, minify: true, logLevel: "warning", target: ["es2023", "chrome120", "firefox121", "safari17.4"] };

await rm(out, { recursive: true, force: true });
await cp("static", out, { recursive: true });
await Promise.all([
  build({
    ...common,
    entryPoints: { lagenetz: "styles/index.css" },
    outdir: out,
    external: ["/assets/*"],
    plugins: [kernPlugin],
  }),
  build({
    ...common,
    entryPoints: {
      live: "src/live/index.ts",
      lage: "src/lage/index.ts",
      report: "src/report/index.ts",
      disclose: "src/disclose/index.ts",
      attachment: "src/attachment/index.ts",
      "map-worker": "maplibre-gl/dist/maplibre-gl-worker.mjs",
    },
    outdir: out,
    format: "esm",
    splitting: true,
    chunkNames: "part-[hash]",
    legalComments: "linked",
  }),
  fonts(),
]);
