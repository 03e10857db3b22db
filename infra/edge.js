// A CloudFront function for the viewer requests of variants on demand:
//
//   /i/{image_id}/{version}/{operations}   becomes the key of a file, /d/{image_id}/{version}/{operations}.{extension}
//   /i/{image_id}/{operations}             stays; the API redirects it to the current version
//
// What neither the policy nor a signature allows is refused here. chalicelib/domain/on_demand implements the same
// rules; tests/edge compares them. The runtime has neither destructuring nor default parameters, for example:
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-javascript-runtime-20.html
import cf from 'cloudfront';
import crypto from 'crypto';

// The deployment replaces the value.
const POLICY = {"widths": [], "ratios": ["source"], "formats": ["avif", "webp", "jpeg"], "qualities": [80], "positions": ["attention"], "presets": {}};

const SIGNING_KEYS = cf.kvs();

const MAX_SIDE = 16383;
const MAX_ACCEPT = 1000;
const DEFAULT_POSITION = 'attention';
const DEFAULT_QUALITY = 80;
const EXTENSIONS = { avif: 'avif', webp: 'webp', jpeg: 'jpg', png: 'png', gif: 'gif' };
const IF_ACCEPTED = ['avif', 'webp'];
const OTHERWISE = ['jpeg', 'png', 'gif', 'webp', 'avif'];

const PATH = /^\/i\/([A-Za-z0-9_-]{28})\/(?:([^/]+)\/)?([^/]+)$/;
const VERSION = /^[0-9a-f]{12}$/;
const PRESET = /^p_(?<name>[A-Za-z0-9][A-Za-z0-9_-]{0,63})(?:,f_(?<format>auto|avif|webp|jpeg|png|gif))?$/;
const FRACTION = '(?:0|1|0\\.[0-9]{0,2}[1-9])';
const RESIZE = new RegExp(
  '^w_(?<width>[1-9][0-9]{0,4})' +
    '(?:,h_(?<height>[1-9][0-9]{0,4})(?:,fit_(?<fit>cover|inside))?' +
    '(?:,pos_(?<position>(?:top|bottom)(?:-left|-right)?|center|right|left|entropy|attention' +
    `|x${FRACTION}y${FRACTION}))?)?` +
    '(?:,f_(?<format>auto|avif|webp|jpeg|png))?(?:,q_(?<quality>[1-9][0-9]?|100))?$'
);
const SIGNATURE = /^[0-9a-f]{40}$/;
const REDIRECTS = /^[12]$/;
// A quality value of 0: https://www.rfc-editor.org/rfc/rfc9110.html#section-12.4.2
const NOT_ACCEPTED = /;[ \t]*q=0(?:\.0{0,3})?[ \t]*(?:;|$)/;

async function handler(event) {
  const request = event.request;
  const path = PATH.exec(request.uri);
  if (!path) {
    return problem(404, 'Not Found', 'image_not_found', 'There is no such image.');
  }
  const imageId = path[1];
  const version = path[2];
  if (version && !VERSION.test(version)) {
    return problem(404, 'Not Found', 'variant_not_found', 'There is no such version.');
  }
  const requested = parsed(path[3].replace(/%2C/gi, ','));
  if (!requested) {
    const detail = 'The URL does not end in operations, such as `w_640,h_360,f_webp` in this order.';
    return problem(400, 'Bad Request', 'invalid_operations', detail);
  }
  const signature = request.querystring.s;
  if (signature && !SIGNATURE.test(signature.value)) {
    return problem(400, 'Bad Request', 'invalid_field', 's must be 40 hex digits.');
  }
  if (signature && !(await isSigned(signature.value, imageId, requested))) {
    const detail = 'The signature is for another URL, or its key has been retired.';
    return problem(403, 'Forbidden', 'invalid_signature', detail);
  }
  const operations = requested.preset || signature ? requested : rounded(requested);
  const formats = operations && formatsFor(operations, signature);
  if (!formats || (operations.format && !formats.includes(operations.format))) {
    const detail = 'Neither the policy nor a signature allows this.';
    return problem(403, 'Forbidden', 'operations_not_allowed', detail);
  }
  request.uri = version
    ? `/d/${imageId}/${version}/${file(operations, operations.format || negotiated(request, formats))}`
    : `/i/${imageId}/${printed(operations, operations.format)}`;
  request.querystring = passedOn(request.querystring);
  return request;
}

// ---- Operations: chalicelib/domain/on_demand/operations.py ----

function parsed(text) {
  const preset = PRESET.exec(text);
  if (preset) {
    return { preset: preset.groups.name, format: explicit(preset.groups.format) };
  }
  const resize = RESIZE.exec(text);
  return resize && withinLimits(resize.groups);
}

function withinLimits(groups) {
  const operations = {
    width: Number(groups.width),
    height: groups.height ? Number(groups.height) : null,
    fit: groups.fit || 'cover',
    position: groups.position || DEFAULT_POSITION,
    format: explicit(groups.format),
    quality: groups.quality ? Number(groups.quality) : DEFAULT_QUALITY,
  };
  const positioned = operations.position !== DEFAULT_POSITION;
  const valid = operations.width <= MAX_SIDE && operations.height <= MAX_SIDE;
  return valid && !(operations.fit === 'inside' && positioned) ? operations : null;
}

function explicit(format) {
  return !format || format === 'auto' ? null : format;
}

function printed(operations, format) {
  const parts = operations.preset ? [`p_${operations.preset}`] : sized(operations);
  if (format) {
    parts.push(`f_${format}`);
  }
  if (!operations.preset && operations.quality !== DEFAULT_QUALITY) {
    parts.push(`q_${operations.quality}`);
  }
  return parts.join(',');
}

function sized(operations) {
  const parts = [`w_${operations.width}`];
  if (operations.height) {
    parts.push(`h_${operations.height}`);
    if (operations.fit !== 'cover') {
      parts.push(`fit_${operations.fit}`);
    }
    if (operations.position !== DEFAULT_POSITION) {
      parts.push(`pos_${operations.position}`);
    }
  }
  return parts;
}

function file(operations, format) {
  return `${printed(operations, null)}.${EXTENSIONS[format]}`;
}

// ---- Policy: chalicelib/domain/on_demand/policy.py ----

// Returns the operations with the next larger listed width, or null if they are not allowed.
function rounded(requested) {
  const widths = POLICY.widths.filter((width) => width >= requested.width);
  if (!widths.length || !POLICY.qualities.includes(requested.quality)) {
    return null;
  }
  const width = Math.min.apply(null, widths);
  const height = requested.height ? croppedHeight(requested, width) : null;
  const allowed = requested.height ? height !== null : POLICY.ratios.includes('source');
  return allowed ? Object.assign({}, requested, { width: width, height: height }) : null;
}

function croppedHeight(requested, width) {
  if (requested.fit !== 'cover' || !POLICY.positions.includes(requested.position)) {
    return null;
  }
  const ratios = POLICY.ratios.filter((ratio) => ratio !== 'source').map((ratio) => ratio.split(':').map(Number));
  const exact = ratios.filter((sides) => heightAt(requested.width, sides) === requested.height);
  const close = ratios.filter(
    (sides) => Math.abs(requested.height * sides[0] - requested.width * sides[1]) <= sides[0]
  );
  const found = exact.concat(close);
  return found.length ? heightAt(width, found[0]) : null;
}

function heightAt(width, sides) {
  return Math.max(1, Math.floor((2 * width * sides[1] + sides[0]) / (2 * sides[0])));
}

// Returns null for an unknown preset. A signature allows every format of resized images.
function formatsFor(operations, signature) {
  if (operations.preset) {
    return Object.keys(POLICY.presets).includes(operations.preset) ? POLICY.presets[operations.preset] : null;
  }
  return signature && operations.format ? [operations.format] : POLICY.formats;
}

// ---- Formats: chalicelib/domain/on_demand/negotiation.py ----

function negotiated(request, formats) {
  const accept = request.headers.accept ? request.headers.accept.value : '';
  const accepted = IF_ACCEPTED.filter((format) => accepts(accept, `image/${format}`));
  return accepted.concat(OTHERWISE).find((format) => formats.includes(format));
}

function accepts(accept, contentType) {
  const entries = accept.slice(0, MAX_ACCEPT).toLowerCase().split(',');
  const entry = entries.find((each) => each.split(';')[0].replace(/^[ \t]+|[ \t]+$/g, '') === contentType);
  return entry !== undefined && !NOT_ACCEPTED.test(entry);
}

// ---- Signatures: chalicelib/domain/on_demand/signatures.py ----

async function isSigned(signature, imageId, operations) {
  let secret;
  try {
    secret = await SIGNING_KEYS.get(signature.slice(0, 8));
  } catch (error) {
    // The store has no such key.
    return false;
  }
  const withFormat = `${imageId}/${printed(operations, operations.format)}`;
  const negotiable = `${imageId}/${printed(operations, null)}`;
  return signs(secret, withFormat, signature) || signs(secret, negotiable, signature);
}

function signs(secret, text, signature) {
  const hmac = crypto.createHmac('sha256', secret).update(text);
  return equal(hmac.digest('hex').slice(0, 32), signature.slice(8));
}

// Compares texts of the same length in a time that does not depend on where they differ.
function equal(left, right) {
  let difference = 0;
  for (let index = 0; index < left.length; index++) {
    difference |= left.charCodeAt(index) ^ right.charCodeAt(index);
  }
  return difference === 0;
}

// ---- Requests and responses ----

// S3 obeys parameters such as `response-content-type`, so no others reach it.
function passedOn(query) {
  const kept = {};
  if (query.n && REDIRECTS.test(query.n.value)) {
    kept.n = { value: query.n.value };
  }
  if (query.s) {
    kept.s = { value: query.s.value };
  }
  return kept;
}

function problem(status, title, code, detail) {
  const body = { type: 'about:blank', title: title, status: status, detail: detail, code: code };
  return {
    statusCode: status,
    statusDescription: title,
    headers: {
      'content-type': { value: 'application/problem+json' },
      'cache-control': { value: 'no-store' },
    },
    body: { encoding: 'text', data: JSON.stringify(body) },
  };
}
