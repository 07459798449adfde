// Bundles the application into dist/: one script, one stylesheet, and the page that loads them.
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { build } from "esbuild";

const origin = process.env.API_ORIGIN ?? "http://127.0.0.1:8000";

await mkdir("dist", { recursive: true });
await build({
  entryPoints: ["src/main.ts"],
  outfile: "dist/app.js",
  bundle: true,
  format: "esm",
  minify: true,
  sourcemap: true,
  target: "es2022",
});
for (const name of ["index.html", "style.css"]) await copyFile(name, `dist/${name}`);
// Where the API is, apart from the bundle: to be changed without building anew.
await writeFile("dist/config.js", `window.API_ORIGIN = ${JSON.stringify(origin)};\n`);
