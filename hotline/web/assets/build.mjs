// 打包网页资源：app.js（全站）、charts.js（分析页）、app.css，输出到 ../static
import { build } from "esbuild";
import { copyFile, mkdir } from "node:fs/promises";

const out = "../static";
await mkdir(out, { recursive: true });
await build({
  entryPoints: ["app.js", "charts.js", "app.css"],
  bundle: true,
  minify: true,
  outdir: out,
  target: ["es2020"],
  loader: { ".woff2": "file", ".woff": "file", ".svg": "dataurl" },
  logLevel: "warning",
});
await copyFile("favicon.svg", `${out}/favicon.svg`);
await copyFile("node_modules/axe-core/axe.min.js", `${out}/axe.min.js`);
