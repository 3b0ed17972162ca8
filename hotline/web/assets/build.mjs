// 打包网页资源：app.js（全站）、charts.js（分析页）、files.js（公众页面选照片）、app.css、citizens.css，输出到 ../static
import { build } from "esbuild";
import { copyFile, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { brotliCompressSync, gzipSync } from "node:zlib";

const out = "../static";
await mkdir(out, { recursive: true });
await build({
  entryPoints: ["app.js", "charts.js", "files.js", "app.css", "citizens.css"],
  bundle: true,
  minify: true,
  outdir: out,
  target: ["es2020"],
  loader: { ".woff2": "file", ".woff": "file", ".svg": "dataurl" },
  logLevel: "warning",
});
await copyFile("favicon.svg", `${out}/favicon.svg`);
await copyFile("node_modules/axe-core/axe.min.js", `${out}/axe.min.js`);

// 压好的文件放在旁边，网站按浏览器所能接受的直接给
for (const name of await readdir(out)) {
  if (!/\.(css|js|svg)$/.test(name)) continue;
  const bytes = await readFile(`${out}/${name}`);
  await writeFile(`${out}/${name}.gz`, gzipSync(bytes, { level: 9 }));
  await writeFile(`${out}/${name}.br`, brotliCompressSync(bytes));
}
