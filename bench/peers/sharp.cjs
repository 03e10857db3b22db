// Serve jobs with sharp. `usual` clones the pipeline for each output, as the documentation of sharp shows;
// in the other modes, only the first output is made from the file. `cascade` makes each further one from the one
// before, `largest` all from the first one. `decoded` is a cascade without sharp's `fastShrinkOnLoad`. `encoder` encodes the decoded input with sharp's
// default settings, without scaling.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const readline = require("node:readline");
const sharp = require("sharp");

const mode = process.argv[2];
let content;

sharp.concurrency(1);
sharp.cache(false);

function resize(image, output, options = {}) {
  const { width, height, fit } = output;
  const position = fit === "cover" ? sharp.strategy.entropy : "centre";
  return image.resize({ width, height, fit, position, withoutEnlargement: true, ...options });
}

function encode(image, output) {
  if (output.format === "jpeg") return image.flatten({ background: "#fff" }).jpeg({ quality: output.quality });
  if (output.format === "webp") return image.webp({ quality: output.quality, effort: output.method });
  return image[output.format]();
}

async function clones(outputs) {
  const source = sharp(content, { animated: outputs[0].animated }).autoOrient();
  return Promise.all(outputs.map((output) => encode(resize(source.clone(), output), output).toBuffer()));
}

async function raw(image) {
  const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
  return sharp(data, { raw: { width: info.width, height: info.height, channels: info.channels } });
}

async function cascade(outputs) {
  const made = [];
  let source = sharp(content).autoOrient();
  for (const output of outputs) {
    const image = await raw(resize(source, output, { fastShrinkOnLoad: mode !== "decoded" }));
    made.push(await encode(image.clone(), output).toBuffer());
    if (made.length === 1 || (mode !== "largest" && output.fit !== "cover")) source = image;
  }
  return made;
}

async function encoder(outputs) {
  return Promise.all(outputs.map((output) => sharp(content.data, { raw: content.info })[output.format]().toBuffer()));
}

async function load(file) {
  if (mode !== "encoder") return fs.readFileSync(file);
  return sharp(file).raw().toBuffer({ resolveWithObject: true });
}

async function run({ outputs, repeat, save }) {
  const render = { usual: clones, encoder }[mode] ?? cascade;
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
    content = await load(message.path);
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
