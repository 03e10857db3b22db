const $problem = (() => {

class Problem extends Error {
  constructor({ code, detail, field = null, status = 0, retryAfter = null }) {
    super(detail);
    Object.assign(this, { code, detail, field, status, retryAfter });
  }

  get unauthorized() {
    return this.status === 401;
  }

  get transient() {
    const retryable = ["network", "request_in_progress"].includes(this.code);
    return retryable || this.status === 429 || this.status >= 500;
  }
}

function networkProblem(host) {
  return new Problem({ code: "network", detail: `${host} could not be reached` });
}
return { Problem, networkProblem };
})();

const $http = (() => {

const { networkProblem, Problem } = $problem;

const TIMEOUT_MS = 40_000;

async function requestJson(url, { method, body, headers, signal, credentials }, { host, codeFor = defaultCode }) {
  try {
    const response = await fetch(url, {
      method,
      credentials,
      signal: AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), ...(signal ? [signal] : [])]),
      body: body && JSON.stringify(body),
      headers: { ...headers, ...(body && { "Content-Type": "application/json" }) },
    });
    if (!response.ok) throw await problemFrom(response, host, codeFor);
    return response.status === 204 ? null : await response.json();
  } catch (error) {
    signal?.throwIfAborted();
    const broken = error instanceof TypeError || error instanceof SyntaxError || error.name === "TimeoutError";
    throw broken ? networkProblem(host) : error;
  }
}

async function problemFrom(response, host, codeFor) {
  const { code, detail, field } = (await response.json().catch(() => null)) ?? {};
  return new Problem({
    code: code ?? codeFor(response.status),
    detail: detail ?? `${host} responded with HTTP status ${response.status}`,
    field: field ?? null,
    status: response.status,
    retryAfter: Number(response.headers.get("Retry-After")) || null,
  });
}

function defaultCode(status) {
  return status === 401 ? "not_authenticated" : "internal_error";
}
return { requestJson };
})();

const $network = (() => {

const MAX_WAIT_MS = 30_000;

function isOffline() {
  return globalThis.navigator?.onLine === false;
}

function networkReturn(signal) {
  signal?.throwIfAborted();
  return new Promise((resolve, reject) => {
    const ended = new AbortController();
    const end = (settle) => (ended.abort(), clearTimeout(timer), settle());
    const timer = setTimeout(() => end(resolve), MAX_WAIT_MS);
    addEventListener("online", () => end(resolve), { signal: ended.signal });
    signal?.addEventListener("abort", () => end(() => reject(signal.reason)), { signal: ended.signal });
  });
}
return { isOffline, networkReturn };
})();

const $retry = (() => {

const { isOffline, networkReturn } = $network;
const { Problem } = $problem;

const BASE_DELAY_MS = 500;
const MAX_DELAY_MS = 8000;
const MAX_RETRY_AFTER_SECONDS = 60;
const OFFLINE = new Problem({ code: "offline", detail: "The browser is offline" });

function pause(milliseconds, signal) {
  signal?.throwIfAborted();
  return new Promise((resolve, reject) => {
    const abort = () => (clearTimeout(timer), reject(signal.reason));
    const timer = setTimeout(() => (signal?.removeEventListener("abort", abort), resolve()), milliseconds);
    signal?.addEventListener("abort", abort, { once: true });
  });
}

function backoff(attempt) {
  return Math.min(BASE_DELAY_MS * 2 ** attempt, MAX_DELAY_MS) * (0.5 + Math.random() / 2);
}

async function withRetry(call, { attempts, signal, onRetry = () => {} }) {
  for (let attempt = 0; ; ) {
    try {
      return await call();
    } catch (problem) {
      if (problem.code === "network" && isOffline()) {
        onRetry(OFFLINE);
        await networkReturn(signal);
        continue;
      }
      const seconds = problem.retryAfter ?? 0;
      const isFinal = !problem.transient || attempt + 1 >= attempts || seconds > MAX_RETRY_AFTER_SECONDS;
      if (isFinal) throw problem;
      onRetry(problem);
      await pause(Math.max(seconds * 1000, backoff(attempt)), signal);
      attempt += 1;
    }
  }
}
return { pause, backoff, withRetry };
})();

const $polling = (() => {

const { pause } = $retry;

const MAX_FAILURES = 6;
const FIRST_WAIT_MS = 700;
const MAX_WAIT_MS = 5000;

async function untilProcessed(read, { onDocument = () => {}, ...options } = {}) {
  for (let wait = FIRST_WAIT_MS, failures = 0; ; wait = Math.min(wait * 1.4, MAX_WAIT_MS)) {
    await pause(wait, options.signal);
    try {
      const image = await read(options);
      onDocument(image);
      if (image.status === "ready" || image.status === "failed") return image;
    } catch (problem) {
      failures += 1;
      if (!problem.transient || failures >= MAX_FAILURES) throw problem;
    }
  }
}
return { untilProcessed };
})();

const $endpoint = (() => {

const { requestJson } = $http;
const { untilProcessed } = $polling;
const { Problem } = $problem;
const { withRetry } = $retry;

const ATTEMPTS = 5;
const SITE = { host: "The site", codeFor: codeForStatus };
const SERVICE = { host: "The service" };

class Endpoint {
  #url;
  #headers;

  constructor(url, headers = () => ({})) {
    this.#url = url;
    this.#headers = headers;
  }

  async create(body, { signal, onRetry }) {
    const call = () => requestJson(this.#absoluteUrl(), { method: "POST", body, headers: this.#headers(), signal }, SITE);
    const created = await withRetry(call, { attempts: ATTEMPTS, signal, onRetry });
    if (!created?.id || !created.upload?.url) throw unusable("has no id or no upload form");
    return created;
  }

  async follow({ status_url: url }, options) {
    if (!url) return null;
    const read = ({ signal, onRetry }) =>
      withRetry(() => requestJson(url, { signal, credentials: "omit" }, SERVICE), { attempts: ATTEMPTS, signal, onRetry });
    try {
      return await untilProcessed(read, options);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      console.warn(`<darkroom-upload> cannot read the status of an image: ${problem.detail} (${problem.code})`);
      return null;
    }
  }

  discard() {}

  #absoluteUrl() {
    if (!this.#url) throw unusable("is missing: set the attribute `endpoint`");
    return new URL(this.#url, document.baseURI);
  }
}

function codeForStatus(status) {
  if (status === 401 || status === 403) return "not_allowed";
  if (status === 413) return "file_too_large";
  if (status === 429) return "throttled";
  return status >= 500 ? "internal_error" : "endpoint_unusable";
}

function unusable(reason) {
  return new Problem({ code: "endpoint_unusable", detail: `The upload endpoint ${reason}` });
}
return { Endpoint };
})();

const $reachability = (() => {

const { isOffline } = $network;
const { Problem } = $problem;

const blockedOrigins = new Set();

globalThis.document?.addEventListener("securitypolicyviolation", ({ disposition, effectiveDirective, blockedURI }) => {
  const isRequest = effectiveDirective === "connect-src" && URL.canParse(blockedURI);
  if (disposition === "enforce" && isRequest) blockedOrigins.add(new URL(blockedURI).origin);
});

async function explained(problem, url) {
  if (problem.code !== "network" || isOffline()) return problem;
  await new Promise((resolve) => setTimeout(resolve));
  const { origin } = new URL(url, location.href);
  if (blockedOrigins.has(origin)) return blockedByPolicy(origin);
  return (await answers(url, { method: "HEAD", mode: "no-cors" })) && !(await answers(url, { method: "POST", body: new FormData() }))
    ? refusedOrigin(origin)
    : problem;
}

async function answers(url, options) {
  const response = await fetch(url, { cache: "no-store", credentials: "omit", ...options }).catch(() => null);
  return response !== null;
}

function blockedByPolicy(origin) {
  return new Problem({
    code: "blocked_by_policy",
    detail: `The Content Security Policy of this page must allow ${origin} in connect-src`,
  });
}

function refusedOrigin(origin) {
  return new Problem({
    code: "origin_refused",
    detail:
      `The storage ${origin} does not accept uploads from ${location.origin}. ` +
      `Its operator can allow them: python -m ops deploy STAGE --origin ${location.origin}`,
  });
}
return { explained };
})();

const $s3_upload = (() => {

const { networkProblem, Problem } = $problem;

function postFile(form, file, { onProgress, signal }) {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const abort = () => (request.abort(), reject(signal.reason));
    signal.addEventListener("abort", abort, { once: true });
    request.upload.onprogress = (event) => onProgress(event.loaded / event.total);
    request.onload = () => (request.status < 300 ? resolve() : reject(problemFrom(request)));
    request.onerror = () => reject(networkProblem("The storage"));
    request.onloadend = () => signal.removeEventListener("abort", abort);
    request.open(form.method, form.url);
    Object.entries(form.headers).forEach(([name, value]) => request.setRequestHeader(name, value));
    request.send(formData(form.fields, file));
  });
}

function formData(fields, file) {
  const data = new FormData();
  Object.entries(fields).forEach(([name, value]) => data.append(name, value));
  data.append("file", file);
  return data;
}

function problemFrom({ status, responseXML }) {
  const s3Code = responseXML?.querySelector("Code")?.textContent;
  const detail = responseXML?.querySelector("Message")?.textContent ?? `The storage responded with HTTP status ${status}`;
  return new Problem({ code: problemCode(s3Code, detail), detail, status });
}

function problemCode(s3Code, detail) {
  if (s3Code === "EntityTooLarge") return "file_too_large";
  if (s3Code === "EntityTooSmall") return "empty_file";
  return s3Code === "AccessDenied" && /expired/i.test(detail) ? "form_expired" : "storage_refused";
}
return { postFile };
})();

const $transfer = (() => {

const { explained } = $reachability;
const { postFile } = $s3_upload;

async function sendFile(form, file, options) {
  try {
    await postFile(form, file, options);
  } catch (problem) {
    throw await explained(problem, form.url);
  }
}
return { sendFile };
})();

const $upload = (() => {

const { Problem } = $problem;
const { withRetry } = $retry;
const { sendFile } = $transfer;

const TRANSFER_ATTEMPTS = 4;
const MAX_FORMS = 2;
const FINAL_STATES = ["uploaded", "ready", "failed", "cancelled"];

class Upload {
  state = "waiting";
  progress = 0;
  created = null;
  document = null;
  problem = null;
  interruption = null;
  isSent = false;
  onChange = () => {};
  #client;
  #variants;
  #prepare;
  #abort = new AbortController();

  constructor(client, file, { variants = [], prepare = (original) => original } = {}) {
    this.#client = client;
    this.file = file;
    this.#variants = variants;
    this.#prepare = prepare;
  }

  get finished() {
    return FINAL_STATES.includes(this.state);
  }

  get id() {
    return this.created?.id ?? null;
  }

  async send() {
    if (this.state !== "waiting" || this.isSent) return;
    await this.#catchErrors(async () => {
      this.#change({ state: "uploading", progress: 0 });
      await this.#sendWithForm(await this.#prepare(this.file), MAX_FORMS);
    });
  }

  async process() {
    if (!this.isSent || this.finished) return;
    await this.#catchErrors(async () => {
      this.#change({ state: "processing" });
      const onDocument = (document) => this.#change({ document, interruption: null });
      const document = await this.#client.follow(this.created, { ...this.#callOptions(), onDocument });
      if (document?.error) throw new Problem(document.error);
      this.#change(document ? { state: "ready", document } : { state: "uploaded" });
    });
  }

  refuse(problem) {
    this.#change({ state: "failed", problem });
  }

  reset() {
    if (this.document?.error) this.#discard();
    this.#change({ state: "waiting", problem: null, progress: 0 });
  }

  cancel() {
    this.#abort.abort();
    this.#change({ state: "cancelled" });
    this.#discard();
  }

  replaceDocument(document) {
    this.#change({ document });
  }

  async #catchErrors(steps) {
    try {
      await steps();
    } catch (error) {
      if (this.state === "cancelled") return;
      const expected = error instanceof Problem;
      const problem = expected ? error : new Problem({ code: "page_error", detail: String(error) });
      this.#change({ state: "failed", problem });
      if (!expected) throw error;
    } finally {
      this.interruption = null;
    }
  }

  async #sendWithForm(file, formsLeft) {
    const { upload: form, ...created } = await this.#client.create(this.#request(file), this.#callOptions());
    this.created = created;
    if (this.state === "cancelled") return this.#discard();
    try {
      await withRetry(() => this.#transfer(form, file), { attempts: TRANSFER_ATTEMPTS, ...this.#callOptions() });
      this.isSent = true;
      this.#change({ state: "processing" });
    } catch (problem) {
      this.#discard();
      if (problem.code !== "form_expired" || formsLeft < 2) throw problem;
      await this.#sendWithForm(file, formsLeft - 1);
    }
  }

  #transfer(form, file) {
    const onProgress = (progress) => this.#change({ progress, interruption: null });
    return sendFile(form, file, { onProgress, signal: this.#abort.signal });
  }

  #callOptions() {
    return { signal: this.#abort.signal, onRetry: (interruption) => this.#change({ interruption }) };
  }

  #request({ name, type, size }) {
    return {
      filename: name,
      ...(type && { content_type: type }),
      ...(size && { size }),
      ...(this.#variants.length && { variants: this.#variants }),
    };
  }

  #discard() {
    if (this.created) this.#client.discard(this.created);
    Object.assign(this, { created: null, document: null, isSent: false });
  }

  #change(changes) {
    Object.assign(this, changes);
    this.onChange();
  }
}
return { Upload };
})();

const $upload_file = (() => {

const { Endpoint } = $endpoint;
const { Upload } = $upload;

async function upload(file, options) {
  const { endpoint, variants, headers = {}, signal, onProgress = () => {}, onUploaded = () => {} } = options;
  signal?.throwIfAborted();
  const task = new Upload(new Endpoint(endpoint, () => headers), file, { variants });
  task.onChange = () => task.state === "uploading" && onProgress(task.progress);
  const cancel = () => task.cancel();
  signal?.addEventListener("abort", cancel);
  try {
    await task.send();
    if (task.isSent) onUploaded(result(task));
    await task.process();
  } finally {
    signal?.removeEventListener("abort", cancel);
  }
  signal?.throwIfAborted();
  if (task.problem) throw task.problem;
  return { ...result(task), image: task.document };
}

function result({ created }) {
  return { id: created.id, value: created.value ?? created.id };
}
return { upload };
})();

const $darkroom = (() => {

const { Problem } = $problem;
const { upload } = $upload_file;
return { Problem, upload };
})();

export const { Problem, upload } = $darkroom;
