// Serve jobs with sharp. `usual` clones the pipeline for each output, as the documentation of sharp shows;
// `cascade` decodes once and makes each output from the one before.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const readline = require("node:readline");
const sharp = require("sharp");

const mode = process.argv[2];
let content;

sharp.concurrency(1);
sharp.cache(false);

function resize(image, output) {
  return image.resize({
    width: output.width,
    height: output.height,
    fit: "inside",
    withoutEnlargement: true,
  });
}

function encode(image, output) {
  if (output.format === "jpeg") return image.flatten({ background: "#fff" }).jpeg({ quality: output.quality });
  if (output.format === "webp") return image.webp({ quality: output.quality, effort: output.method });
  return image[output.format]();
}

async function clones(outputs) {
  const source = sharp(content, { animated: Boolean(outputs[0].animated) }).autoOrient();
  return Promise.all(outputs.map((output) => encode(resize(source.clone(), output), output).toBuffer()));
}

async function cascade(outputs) {
  const made = [];
  let source = sharp(content).autoOrient();
  for (const output of outputs) {
    const { data, info } = await resize(source, output).raw().toBuffer({ resolveWithObject: true });
    const raw = { width: info.width, height: info.height, channels: info.channels };
    made.push(await encode(sharp(data, { raw }), output).toBuffer());
    source = sharp(data, { raw });
  }
  return made;
}

async function run({ outputs, repeat, save }) {
  const render = mode === "cascade" ? cascade : clones;
  const cpu = process.cpuUsage();
  const start = process.hrtime.bigint();
  let made;
  for (let i = 0; i < repeat; i += 1) made = await render(outputs);
  const { user, system } = process.cpuUsage(cpu);
  const wall = Number(process.hrtime.bigint() - start) / 1e9;
  const files = save ? made.map((_, i) => path.join(save, `${i}.${outputs[i].format}`)) : [];
  files.forEach((file, i) => fs.writeFileSync(file, made[i]));
  return { cpu: (user + system) / 1e6 / repeat, wall: wall / repeat, files };
}

async function respond(message) {
  if (message.do === "hello") {
    return { versions: { sharp: sharp.versions.sharp, "sharp's libvips": sharp.versions.vips, Node: process.versions.node } };
  }
  if (message.do === "load") {
    content = fs.readFileSync(message.path);
    return {};
  }
  return run(message).catch((error) => ({ error: error.message }));
}

async function main() {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    process.stdout.write(`${JSON.stringify(await respond(JSON.parse(line)))}\n`);
  }
}

main();
