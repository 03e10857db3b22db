const $attributes = (() => {

function reflect(Class, { strings, booleans }) {
for (const name of strings) define(Class, name, (element) => element.getAttribute(name) ?? "", setString);
for (const name of booleans) define(Class, name, (element) => element.hasAttribute(name), setBoolean);
}

function upgradeProperties(element) {
for (const name of Object.keys(element)) {
if (!(name in Object.getPrototypeOf(element))) continue;
const value = element[name];
delete element[name];
element[name] = value;
}
}

function languageOf(element) {
const nearest = element.closest("[lang]");
const { host } = element.getRootNode();
return nearest?.lang ?? (host ? languageOf(host) : "");
}

function define(Class, attribute, get, set) {
const property = attribute.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
Object.defineProperty(Class.prototype, property, {
configurable: true,
enumerable: true,
get() {
return get(this);
},
set(value) {
set(this, attribute, value);
},
});
}

function setString(element, name, value) {
if (value === null || value === undefined) element.removeAttribute(name);
else element.setAttribute(name, Array.isArray(value) ? value.join(" ") : value);
}

function setBoolean(element, name, value) {
element.toggleAttribute(name, Boolean(value));
}
return { reflect, upgradeProperties, languageOf };
})();

const $csrf = (() => {

function csrfHeaders({ form, csrfField: name, csrfHeader: header }) {
if (!name) return {};
const selector = `[name="${CSS.escape(name)}"]`;
const source = form?.querySelector(selector) ?? document.querySelector(selector);
const token = source?.value ?? source?.content;
return token ? { [header || "X-CSRFToken"]: token } : {};
}
return { csrfHeaders };
})();

const $problem = (() => {

class Problem extends Error {
constructor({ code, detail, field = null, status = 0, retryAfter = null, values = {} }) {
super(detail);
Object.assign(this, { code, detail, field, status, retryAfter, values });
}

get unauthorized() {
return this.status === 401;
}

get transient() {
return this.code === "network" || this.status === 429 || this.status >= 500;
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

async function requestJson(url, { method, body, headers, signal, credentials }, { host, codeFor = defaultCode, notJson = "network" }) {
try {
const response = await fetch(url, {
method,
credentials,
signal: AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), ...(signal ? [signal] : [])]),
body: body && JSON.stringify(body),
headers: { ...headers, ...(body && { "Content-Type": "application/json" }) },
});
if (!response.ok) throw await problemFrom(response, host, codeFor);
return response.status === 204 ? null : withRetryAfter(await response.json(), response);
} catch (error) {
signal?.throwIfAborted();
if (error instanceof SyntaxError) throw new Problem({ code: notJson, detail: `${host} did not respond with JSON` });
const isBroken = error instanceof TypeError || error.name === "TimeoutError";
throw isBroken ? networkProblem(host) : error;
}
}

async function problemFrom(response, host, codeFor) {
const { code, detail, field } = (await response.json().catch(() => null)) ?? {};
return new Problem({
code: textOr(code, codeFor(response.status)),
detail: textOr(detail, `${host} responded with HTTP status ${response.status}`),
field: textOr(field, null),
status: response.status,
...retryAfter(response),
});
}

function withRetryAfter(document, response) {
return { ...document, ...retryAfter(response) };
}

function retryAfter({ headers }) {
const seconds = Number(headers.get("Retry-After"));
return seconds > 0 ? { retryAfter: seconds } : {};
}

function textOr(value, otherwise) {
return typeof value === "string" ? value : otherwise;
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
const FIRST_WAIT = 1;
const MAX_WAIT = 5;
const [SHORTEST_ASKED, LONGEST_ASKED] = [0.1, 60];

async function untilProcessed(read, { after = FIRST_WAIT, onDocument = () => {}, ...options } = {}) {
for (let wait = Math.min(after, LONGEST_ASKED), failures = 0; ; ) {
await pause(wait * 1000, options.signal);
wait = Math.min(wait * 1.4, MAX_WAIT);
try {
const image = await read(options);
onDocument(image);
if (image.status === "ready" || image.status === "failed") return image;
if (image.retryAfter) wait = Math.min(Math.max(image.retryAfter, SHORTEST_ASKED), LONGEST_ASKED);
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
const SITE = { host: "The site", codeFor: codeForStatus, notJson: "endpoint_unusable" };
const SERVICE = { host: "The service" };

class Endpoint {
#url;
#headers;

constructor(url, headers = () => ({})) {
this.#url = url;
this.#headers = headers;
}

async create(body, { signal, onRetry }) {
const created = await this.#post("", body, { signal, onRetry });
if (!isComplete(created)) throw unusable("returned no id or no upload form");
return created;
}

parts({ id, status_url: url }, options) {
return this.#post(`/${id}/parts`, { key: keyOf(url) }, options);
}

complete({ id, status_url: url }, options) {
return this.#post(`/${id}/complete`, { key: keyOf(url) }, options);
}

async follow({ status_url: url, retryAfter: after }, options) {
if (!url) return null;
try {
const read = (each) => withRetry(() => imageDocument(url, each), { attempts: ATTEMPTS, ...each });
return await untilProcessed(read, { after, ...options });
} catch (problem) {
if (!(problem instanceof Problem)) throw problem;
console.warn(`<darkroom-upload> cannot read the status of an image: ${problem.detail} (${problem.code})`);
return null;
}
}

discard() {}

#post(path, body, { signal, onRetry }) {
if (!this.#url) throw unusable("is missing: set the attribute `endpoint`");
if (!URL.canParse(this.#url, document.baseURI)) throw unusable(`is not a URL: ${this.#url}`);
const url = new URL(this.#url, document.baseURI);
if (path) url.pathname = url.pathname.replace(/\/$/, "") + path;
const call = () => requestJson(url, { method: "POST", body, headers: this.#headers(), signal }, SITE);
return withRetry(call, { attempts: ATTEMPTS, signal, onRetry });
}
}

async function imageDocument(url, { signal }) {
const image = await requestJson(url, { signal, credentials: "omit" }, SERVICE);
if (!isText(image?.status)) throw new Problem({ code: "endpoint_unusable", detail: "The status URL returned no image" });
return image;
}

function isComplete(created) {
const { id, value, upload, multipart, status_url: statusUrl } = created ?? {};
const isForm = [upload?.method, upload?.url].every(isText) && [upload.fields, upload.headers].every(isObject);
const isPlan = Array.isArray(multipart?.parts) && isText(statusUrl);
return isText(id) && (isText(value) || !value) && (isForm || isPlan);
}

function isText(value) {
return typeof value === "string" && value !== "";
}

function isObject(value) {
return typeof value === "object" && value !== null;
}

function keyOf(statusUrl) {
return new URL(statusUrl).searchParams.get("key");
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

const $form_element = (() => {

class FormElement extends (globalThis.HTMLElement ?? class {}) {
static formAssociated = true;
internals = this.attachInternals();

get type() {
return this.localName;
}

get form() {
return this.internals.form;
}

get labels() {
return this.internals.labels;
}

get validity() {
return this.internals.validity;
}

get validationMessage() {
return this.internals.validationMessage;
}

get willValidate() {
return this.internals.willValidate;
}

checkValidity() {
return this.internals.checkValidity();
}

reportValidity() {
return this.internals.reportValidity();
}
}
return { FormElement };
})();

const $endpoint_element = (() => {

const { csrfHeaders } = $csrf;
const { Endpoint } = $endpoint;
const { FormElement } = $form_element;

class EndpointElement extends FormElement {
#headers = {};
#client = null;

get headers() {
return this.#headers;
}

set headers(headers) {
this.#headers = headers ?? {};
}

set client(client) {
this.#client = client;
}

server() {
return this.#client ?? new Endpoint(this.endpoint, () => ({ ...csrfHeaders(this), ...this.#headers }));
}
}
return { EndpointElement };
})();

const $form_field = (() => {

class FormField {
#internals;
#anchor;
value = "";

constructor(internals, anchor) {
this.#internals = internals;
this.#anchor = anchor;
}

update(uploads, { name, multiple, required, texts }) {
const arrived = uploads.filter((upload) => upload.isSent && upload.state !== "failed");
const values = arrived.map(valueOf);
this.#internals.setFormValue(multiple ? formData(name, values) : (values[0] ?? ""), stateOf(arrived));
this.#showValidity(uploads, required && !values.length, texts);
this.#showStates(uploads);
const before = this.value;
this.value = values.join(" ");
return this.value !== before;
}

setState(name, isSet) {
try {
if (isSet) this.#internals.states.add(name);
else this.#internals.states.delete(name);
} catch {
}
}

#showValidity(uploads, isMissing, texts) {
const isUnfinished = uploads.some((upload) => !upload.isSent && !upload.finished);
const isUnresolved = uploads.some(({ state }) => state === "failed");
if (isUnfinished) this.#invalidate({ customError: true }, texts.unfinished);
else if (isUnresolved) this.#invalidate({ customError: true }, texts.unresolved);
else if (isMissing) this.#invalidate({ valueMissing: true }, texts.missing);
else this.#internals.setValidity({});
}

#invalidate(flags, message) {
this.#internals.setValidity(flags, message, this.#anchor);
}

#showStates(uploads) {
this.setState("empty", !uploads.length);
this.setState("uploading", uploads.some(({ finished }) => !finished));
this.setState("failed", uploads.some(({ state }) => state === "failed"));
this.setState("ready", uploads.length > 0 && uploads.every(({ state }) => state === "ready" || state === "uploaded"));
}
}

function valueOf({ created }) {
return created.value ?? created.id;
}

function stateOf(uploads) {
return JSON.stringify(uploads.map(({ created, file }) => ({ created, name: file.name, size: file.size })));
}

function formData(name, values) {
const data = new FormData();
if (name) values.forEach((value) => data.append(name, value));
return data;
}
return { FormField, valueOf };
})();

const $texts_de = (() => {

const FORMATS = "Möglich sind JPEG, PNG, WebP, GIF, AVIF, HEIC, TIFF und BMP.";

const GERMAN = {
locale: "de",
prompt: "Bilder hierher ziehen",
promptOne: "Bild hierher ziehen",
promptTouch: "Bilder hinzufügen",
promptTouchOne: "Bild hinzufügen",
hint: "oder aus der Zwischenablage einfügen",
hintOne: "oder aus der Zwischenablage einfügen",
choose: "Bilder auswählen",
chooseOne: "Bild auswählen",
camera: "Foto aufnehmen",
bytes: "Byte",

waiting: "Wartet · {size}",
uploading: "Wird hochgeladen · {percent} % von {size}",
processing: "Wird verarbeitet …",
uploaded: "Hochgeladen",
ready: "Fertig",
cancel: "Abbrechen",
retry: "Erneut versuchen",
remove: "Entfernen",
label: "Bilder",
labelOne: "Bild",
progressOf: "Fortschritt von {name}",
earlierImage: "Hochgeladenes Bild",

addedOne: "{name} hinzugefügt",
addedMany: "{count} Bilder hinzugefügt",
announceUploaded: "{name} wurde hochgeladen",
announceReady: "{name} ist fertig",
announceFailed: "{name} ist fehlgeschlagen. {reason}",
announceRemoved: "{name} entfernt",
onlyOne: "Hier kann nur ein Bild hochgeladen werden.",
tooMany: "Hier können höchstens {max} Bilder hochgeladen werden.",
folders: "Ordner können nicht hochgeladen werden. Fügen Sie die Bilder daraus hinzu.",
limit: "Erlaubt sind höchstens {limit}.",

missing: "Fügen Sie ein Bild hinzu.",
unfinished: "Warten Sie, bis das Bild vollständig hochgeladen ist.",
unresolved: "Ein Bild konnte nicht hochgeladen werden. Entfernen Sie es, oder laden Sie es noch einmal hoch.",

retryingOffline: "Sie sind offline. Warten auf die Verbindung …",
retryingNetwork: "Verbindungsproblem. Neuer Versuch …",
retryingThrottled: "Zu viele Anfragen. Neuer Versuch …",
retryingService: "Der Dienst ist vorübergehend nicht erreichbar. Neuer Versuch …",

otherError: "Etwas ist schiefgegangen.",
errors: {
animation_too_large: "Diese Animation hat insgesamt zu viele Pixel. Verwenden Sie weniger oder kleinere Einzelbilder.",
blocked_by_policy:
"Die Content Security Policy dieser Website blockiert den Bildspeicher. " +
"Der Betreiber muss {origin} in connect-src aufnehmen.",
checksum_mismatch: "Die Datei wurde beim Hochladen beschädigt. Versuchen Sie es erneut.",
configuration_error: "Der Dienst ist nicht richtig eingerichtet. Wenden Sie sich an den Betreiber.",
content_refused: "Dieses Bild zeigt Inhalte, die hier nicht erlaubt sind. Verwenden Sie ein anderes.",
corrupt_image: "Diese Bilddatei ist beschädigt oder unvollständig. Verwenden Sie eine intakte Kopie.",
empty_file: "Diese Datei ist leer. Wählen Sie eine andere.",
endpoint_unusable: "Diese Website kann derzeit keine Bilder annehmen. Informieren Sie den Betreiber.",
file_too_large: "Diese Datei ist zu groß. Verwenden Sie eine kleinere.",
file_unreadable:
"Diese Datei lässt sich nicht lesen. Vielleicht wurde sie verschoben oder geändert. Wählen Sie sie noch einmal aus.",
form_expired: "Der Upload hat zu spät begonnen und ist nicht mehr gültig. Versuchen Sie es erneut.",
internal_error: "Auf dem Server ist etwas schiefgegangen. Versuchen Sie es später erneut.",
invalid_filename: "Dateien mit diesem Namen können nicht gespeichert werden. Benennen Sie die Datei um.",
key_mismatch: "Die Datei wurde unter einem unerwarteten Namen gespeichert. Versuchen Sie es erneut.",
network: "Die Verbindung ist fehlgeschlagen. Prüfen Sie Ihr Netz und versuchen Sie es erneut.",
not_allowed: "Sie dürfen hier keine Bilder hochladen. Melden Sie sich an oder laden Sie die Seite neu.",
origin_refused:
"Der Bildspeicher nimmt keine Uploads von {origin} an. Der Betreiber dieser Website muss " +
"„python -m ops deploy STAGE --origin {origin}“ ausführen oder den lokalen Stack mit CORS_ORIGINS={origin} " +
"starten. Versuchen Sie es danach erneut.",
out_of_time: "Die Verarbeitung hat zu lange gedauert. Versuchen Sie es erneut oder mit einem kleineren Bild.",
own_output: "Diese Datei hat Darkroom aus einem anderen Bild erzeugt. Laden Sie stattdessen das Original hoch.",
page_error: "Auf dieser Seite ist etwas schiefgegangen. Versuchen Sie es erneut oder laden Sie die Seite neu.",
processing_failed: "Dieses Bild konnte nicht verarbeitet werden. Versuchen Sie es erneut oder fragen Sie den Betreiber.",
quota_exceeded: "Sie haben das Upload-Limit erreicht. Versuchen Sie es später erneut.",
service_unavailable: "Der Dienst ist vorübergehend nicht erreichbar. Versuchen Sie es gleich erneut.",
size_mismatch: "Die hochgeladene Datei hat nicht die erwartete Größe. Versuchen Sie es erneut.",
size_too_large: "Diese Datei ist zu groß. Verwenden Sie eine kleinere.",
storage_refused: "Der Speicher hat die Datei abgelehnt. Versuchen Sie es erneut.",
throttled: "Zu viele Anfragen. Warten Sie kurz und versuchen Sie es erneut.",
too_complex: "Dieses Bild ist zu komplex. Verwenden Sie eine kleinere Version, oder speichern Sie es mit einem anderen Programm neu.",
too_many_frames: "Diese Animation hat zu viele Einzelbilder. Verwenden Sie eine kürzere.",
type_mismatch: "Die Datei wurde mit einem unerwarteten Dateityp hochgeladen. Versuchen Sie es erneut.",
type_not_accepted: "Dateien dieser Art werden hier nicht angenommen. Wählen Sie eine andere.",
unknown_preset: "Eine der gewählten Größen gibt es nicht mehr. Laden Sie die Seite neu.",
unsupported_content_type: `Diese Datei ist kein Bild in einem unterstützten Format. ${FORMATS}`,
unsupported_format: `Diese Datei ist kein Bild in einem unterstützten Format. ${FORMATS}`,
upload_expired: "Die Datei ist nie angekommen. Versuchen Sie es erneut.",
upload_not_allowed: "Sie dürfen hier keine Bilder hochladen. Melden Sie sich an oder laden Sie die Seite neu.",
},
};
return { GERMAN };
})();

const $texts_en = (() => {

const FORMATS = "Use JPEG, PNG, WebP, GIF, AVIF, HEIC, TIFF or BMP.";

const ENGLISH = {
locale: "en",
prompt: "Drop images here",
promptOne: "Drop an image here",
promptTouch: "Add images",
promptTouchOne: "Add an image",
hint: "or paste them from the clipboard",
hintOne: "or paste it from the clipboard",
choose: "Choose images",
chooseOne: "Choose an image",
camera: "Take a photo",
bytes: "bytes",

waiting: "Waiting · {size}",
uploading: "Uploading · {percent}% of {size}",
processing: "Processing…",
uploaded: "Uploaded",
ready: "Ready",
cancel: "Cancel",
retry: "Try again",
remove: "Remove",
label: "Images",
labelOne: "Image",
progressOf: "Progress of {name}",
earlierImage: "Uploaded image",

addedOne: "{name} added",
addedMany: "{count} images added",
announceUploaded: "{name} was uploaded",
announceReady: "{name} is ready",
announceFailed: "{name} failed. {reason}",
announceRemoved: "{name} removed",
onlyOne: "Only one image can be uploaded here.",
tooMany: "Only {max} images can be uploaded here.",
folders: "Folders cannot be uploaded. Add the images inside them.",
limit: "The limit is {limit}.",

missing: "Add an image.",
unfinished: "Wait until the upload has finished.",
unresolved: "An image could not be uploaded. Remove it, or upload it again.",

retryingOffline: "You are offline. Waiting for the connection…",
retryingNetwork: "Connection problem. Retrying…",
retryingThrottled: "Too many requests. Retrying…",
retryingService: "The service is temporarily unavailable. Retrying…",

otherError: "Something went wrong.",
errors: {
animation_too_large: "The frames of this animation have too many pixels in total. Use fewer or smaller frames.",
blocked_by_policy:
"This website's Content Security Policy blocks its image storage. Its operator has to add {origin} to connect-src.",
checksum_mismatch: "The file was damaged during the upload. Try again.",
configuration_error: "The service is not set up correctly. Contact its operator.",
content_refused: "This image shows content that isn't allowed here. Use a different image.",
corrupt_image: "This image file is damaged or incomplete. Use an intact copy.",
empty_file: "This file is empty. Choose a different one.",
endpoint_unusable: "This website can't accept images at the moment. Tell its operator.",
file_too_large: "This file is too large. Use a smaller one.",
file_unreadable: "This file can't be read. It may have been moved or changed. Choose it again.",
form_expired: "The upload took too long to start and is no longer permitted. Try again.",
internal_error: "Something went wrong on the server. Try again later.",
invalid_filename: "The service can't store a file with this name. Rename the file.",
key_mismatch: "The file was stored under an unexpected name. Try again.",
network: "The connection failed. Check your network and try again.",
not_allowed: "You aren't allowed to upload images here. Sign in or reload the page.",
origin_refused:
"The image storage doesn't accept uploads from {origin}. The operator of this website has to run " +
"“python -m ops deploy STAGE --origin {origin}”, or start the local stack with CORS_ORIGINS={origin}. " +
"Then try again.",
out_of_time: "Processing took too long. Try again, or use a smaller image.",
own_output: "Darkroom created this file from another image. Upload the original instead.",
page_error: "Something went wrong on this page. Try again, or reload the page.",
processing_failed: "The service could not process this image. Try again, or ask its operator why.",
quota_exceeded: "You have reached the upload limit. Try again later.",
service_unavailable: "The service is temporarily unavailable. Try again in a moment.",
size_mismatch: "The uploaded file doesn't have the expected size. Try again.",
size_too_large: "This file is too large. Use a smaller one.",
storage_refused: "The storage rejected the file. Try again.",
throttled: "Too many requests. Wait a moment and try again.",
too_complex: "This image is too complex. Use a smaller version, or save it again with another program.",
too_many_frames: "This animation has too many frames. Use a shorter one.",
type_mismatch: "The file was uploaded with an unexpected content type. Try again.",
type_not_accepted: "Files of this kind aren't accepted here. Choose a different one.",
unknown_preset: "One of the selected sizes is no longer available. Reload the page.",
unsupported_content_type: `This file isn't an image we support. ${FORMATS}`,
unsupported_format: `This file isn't an image we support. ${FORMATS}`,
upload_expired: "The file never arrived. Try again.",
upload_not_allowed: "You aren't allowed to upload images here. Sign in or reload the page.",
},
};
return { ENGLISH };
})();

const $texts = (() => {

const { GERMAN } = $texts_de;
const { ENGLISH } = $texts_en;

function textsFor(language, { errors, ...replaced } = {}) {
const texts = /^de\b/i.test(language) ? GERMAN : ENGLISH;
return { ...texts, ...replaced, errors: { ...texts.errors, ...errors } };
}

function fill(text, values = {}) {
return text.replace(/\{(\w+)\}/g, (braces, name) => (Object.hasOwn(values, name) ? values[name] : braces));
}
return { textsFor, fill };
})();

const $messages = (() => {

const { fill } = $texts;
const { ENGLISH } = $texts_en;

const RETRYABLE = new Set([
"checksum_mismatch",
"form_expired",
"internal_error",
"key_mismatch",
"network",
"origin_refused",
"out_of_time",
"page_error",
"processing_failed",
"quota_exceeded",
"service_unavailable",
"size_mismatch",
"storage_refused",
"throttled",
"type_mismatch",
"upload_expired",
]);

function canRetry(problem) {
return RETRYABLE.has(problem.code) || (!Object.hasOwn(ENGLISH.errors, problem.code) && problem.transient === true);
}

function retryingMessage(problem, texts = ENGLISH) {
if (problem.code === "offline") return texts.retryingOffline;
if (problem.code === "network") return texts.retryingNetwork;
return problem.status === 429 ? texts.retryingThrottled : texts.retryingService;
}

function errorMessage(problem, texts = ENGLISH) {
const isKnown = Object.hasOwn(texts.errors, problem.code);
const text = isKnown ? texts.errors[problem.code] : (problem.detail ?? texts.otherError);
const limit = problem.values?.limit ? ` ${texts.limit}` : "";
return fill(text + limit, problem.values);
}
return { canRetry, retryingMessage, errorMessage };
})();

const $event_details = (() => {

const { valueOf } = $form_field;
const { errorMessage } = $messages;

function detailOf(upload, texts) {
const { id, created, document: image, file, problem } = upload;
const error = problem && { code: problem.code, text: errorMessage(problem, texts), detail: problem.detail };
return { id, value: created && valueOf(upload), image, file, error };
}

class Milestones {
#reached = new WeakMap();

next(upload) {
const milestone = milestoneOf(upload);
const isNew = milestone !== (this.#reached.get(upload) ?? null);
this.#reached.set(upload, milestone);
return isNew ? milestone : null;
}
}

function milestoneOf({ state, isSent }) {
if (state === "ready" || state === "failed") return state;
return isSent && state !== "cancelled" ? "uploaded" : null;
}
return { detailOf, Milestones };
})();

const $file_size = (() => {

const { ENGLISH } = $texts_en;

const UNITS = ["KB", "MB", "GB"];

function fileSize(bytes, { locale, bytes: unit } = ENGLISH) {
if (bytes < 1000) return `${bytes} ${unit}`;
const power = Math.min(Math.floor(Math.log10(bytes) / 3), UNITS.length);
const value = bytes / 1000 ** power;
const digits = value < 10 ? 1 : 0;
const options = { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: false };
return `${value.toLocaleString(locale, options)} ${UNITS[power - 1]}`;
}
return { fileSize };
})();

const $file_rules = (() => {

const { fileSize } = $file_size;
const { Problem } = $problem;

const SIZE = /^(\d+(?:\.\d+)?)\s*(|b|bytes|kb|mb|gb|kib|mib|gib)$/i;
const UNITS = { k: 1, m: 2, g: 3 };

function sizeInBytes(text) {
const [, number, unit] = SIZE.exec((text ?? "").trim()) ?? [];
if (number === undefined) return null;
const base = /i/i.test(unit) ? 1024 : 1000;
return Math.floor(Number(number) * base ** (UNITS[unit.charAt(0).toLowerCase()] ?? 0));
}

function checkSize(file, maxSize, texts) {
if (maxSize === null || file.size <= maxSize) return;
const limit = fileSize(maxSize, texts);
throw new Problem({ code: "file_too_large", detail: `The file has more than ${maxSize} bytes`, values: { limit } });
}

function checkType(file, accept) {
if (isAccepted(file, accept)) return;
throw new Problem({ code: "type_not_accepted", detail: `${file.type} is not among the accepted types: ${accept}` });
}

function isAccepted({ name, type }, accept) {
const accepted = (accept ?? "").toLowerCase().split(",").map((each) => each.trim()).filter(Boolean);
return !accepted.length || !type || accepted.some((each) => matches(name, type, each));
}

function matches(name, type, accepted) {
if (accepted.startsWith(".")) return name.toLowerCase().endsWith(accepted);
return accepted.endsWith("/*") ? type.startsWith(accepted.slice(0, -1)) : type === accepted;
}
return { sizeInBytes, checkSize, checkType, isAccepted };
})();

const $image_header = (() => {

const PNG = "89504e470d0a1a0a";

async function stillImageType(file) {
const start = await bytes(file, 0, 32);
const hex = [...start].map((byte) => byte.toString(16).padStart(2, "0")).join("");
if (hex.startsWith("ffd8ff")) return "image/jpeg";
if (hex.startsWith(PNG)) return (await isAnimatedPng(file)) ? null : "image/png";
const isWebp = text(start, 0) === "RIFF" && text(start, 8) === "WEBP";
const isAnimatedWebp = text(start, 12) === "VP8X" && (start[20] & 2) !== 0;
return isWebp && !isAnimatedWebp ? "image/webp" : null;
}

async function isAnimatedPng(file) {
for (let at = 8; at + 8 <= file.size; ) {
const header = await bytes(file, at, 8);
const kind = text(header, 4);
if (kind === "acTL" || kind === "IDAT") return kind === "acTL";
at += 12 + new DataView(header.buffer).getUint32(0);
}
return false;
}

async function bytes(file, start, length) {
return new Uint8Array(await file.slice(start, start + length).arrayBuffer());
}

function text(data, start) {
return String.fromCharCode(...data.slice(start, start + 4));
}
return { stillImageType };
})();

const $resize = (() => {

const { stillImageType } = $image_header;

const QUALITY = 0.9;

let last = Promise.resolve();

function resized(file, longest) {
const result = last.then(() => smaller(file, longest)).catch(() => file);
last = result;
return result;
}

async function smaller(file, longest) {
const type = await stillImageType(file);
if (type === null || type !== file.type || !(await canReadCanvas())) return file;
const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
const scale = longest / Math.max(bitmap.width, bitmap.height);
const blob = scale < 1 ? await encoded(drawn(bitmap, scale), type) : null;
bitmap.close();
if (blob?.type !== type || blob.size >= file.size) return file;
return new File([blob], file.name, { type, lastModified: file.lastModified });
}

function drawn(bitmap, scale) {
const canvas = document.createElement("canvas");
canvas.width = Math.max(1, Math.round(bitmap.width * scale));
canvas.height = Math.max(1, Math.round(bitmap.height * scale));
const context = canvas.getContext("2d");
context.imageSmoothingQuality = "high";
context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
return canvas;
}

function encoded(canvas, type) {
return new Promise((resolve) => canvas.toBlob(resolve, type, QUALITY));
}

async function canReadCanvas() {
const canvas = document.createElement("canvas");
canvas.width = canvas.height = 8;
const context = canvas.getContext("2d");
context.fillStyle = "#4080c0";
context.fillRect(0, 0, 8, 8);
const { data } = context.getImageData(0, 0, 8, 8);
return data.every((value, at) => value === [64, 128, 192, 255][at % 4]);
}
return { resized };
})();

const $s3_upload = (() => {

const { networkProblem, Problem } = $problem;

function postFile({ method, url, headers, fields }, file, options) {
return send({ method, url, headers, body: formData(fields, file) }, options);
}

function putPart(url, part, options) {
return send({ method: "PUT", url, headers: {}, body: part }, options);
}

function send({ method, url, headers, body }, { onProgress, signal }) {
signal.throwIfAborted();
return new Promise((resolve, reject) => {
const request = new XMLHttpRequest();
const abort = () => (request.abort(), reject(signal.reason));
signal.addEventListener("abort", abort, { once: true });
request.upload.onprogress = (event) => onProgress(event.loaded / event.total);
request.onload = () => (request.status < 300 ? resolve() : reject(problemFrom(request)));
request.onerror = () => reject(networkProblem("The storage"));
request.onloadend = () => signal.removeEventListener("abort", abort);
request.open(method, url);
Object.entries(headers).forEach(([name, value]) => request.setRequestHeader(name, value));
request.send(body);
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
const isExpired = s3Code === "NoSuchUpload" || (s3Code === "AccessDenied" && /expired/i.test(detail));
return isExpired ? "form_expired" : "storage_refused";
}
return { postFile, putPart };
})();

const $reachability = (() => {

const { isOffline } = $network;
const { Problem } = $problem;

const blockedOrigins = new Set();

globalThis.document?.addEventListener("securitypolicyviolation", ({ disposition, effectiveDirective, blockedURI }) => {
const isRequest = effectiveDirective === "connect-src" && URL.canParse(blockedURI);
if (disposition === "enforce" && isRequest) blockedOrigins.add(new URL(blockedURI).origin);
});

async function explained(problem, url, isOriginAccepted) {
if (problem.code !== "network" || isOffline()) return problem;
await new Promise((resolve) => setTimeout(resolve));
const { origin } = new URL(url, location.href);
if (blockedOrigins.has(origin)) return blockedByPolicy(origin);
return !isOriginAccepted && (await responds(url)) ? refusedOrigin(origin) : problem;
}

async function responds(url) {
const options = { method: "HEAD", mode: "no-cors", cache: "no-store", credentials: "omit" };
return (await fetch(url, options).catch(() => null)) !== null;
}

function blockedByPolicy(origin) {
return new Problem({
code: "blocked_by_policy",
detail: `The Content Security Policy of this page must allow ${origin} in connect-src`,
values: { origin },
});
}

function refusedOrigin(origin) {
return new Problem({
code: "origin_refused",
detail:
`The storage ${origin} does not accept uploads from ${location.origin}. ` +
`Its operator can allow them: python -m ops deploy STAGE --origin ${location.origin}, ` +
`or CORS_ORIGINS=${location.origin} for the local stack`,
values: { origin: location.origin },
});
}
return { explained };
})();

const $transfer = (() => {

const { Problem } = $problem;
const { explained } = $reachability;
const { postFile } = $s3_upload;

function fileSender(form, file, { onProgress, ...options }) {
let [attempts, hasProgress] = [0, false];
const report = (share) => {
hasProgress = true;
onProgress(share);
};
return () => {
attempts += 1;
const sending = postFile(form, file, { onProgress: report, ...options });
return withReason(sending, form.url, file, () => hasProgress || attempts < 2);
};
}

async function withReason(sending, url, file, isOriginAccepted) {
try {
await sending;
} catch (problem) {
if (problem.code === "network") await checkReadable(file);
throw await explained(problem, url, isOriginAccepted());
}
}

async function checkReadable(file) {
const start = await file.slice(0, 1).arrayBuffer().catch(() => null);
if (!start) throw new Problem({ code: "file_unreadable", detail: "The browser can no longer read the file" });
}
return { fileSender, withReason };
})();

const $part_upload = (() => {

const { Problem } = $problem;
const { withRetry } = $retry;
const { putPart } = $s3_upload;
const { withReason } = $transfer;

const MAX_CONCURRENT = 3;
const ATTEMPTS = 4;
const MAX_RENEWALS = 12;
const RENEWABLE = ["form_expired", "parts_missing"];

async function sendInParts(file, plan, { parts, complete, ...options }) {
for (let current = plan, renewals = 0; ; renewals += 1) {
try {
current ??= await parts();
await sendMissing(current, file, options);
return await complete();
} catch (problem) {
if (problem.code === "no_multipart_upload") return completed(complete);
if (!RENEWABLE.includes(problem.code) || renewals >= MAX_RENEWALS) throw problem;
current = null;
}
}
}

async function completed(complete) {
try {
return await complete();
} catch (problem) {
if (problem.code !== "no_multipart_upload") throw problem;
throw new Problem({ code: "form_expired", detail: problem.detail });
}
}

async function sendMissing({ part_size: partSize, parts }, file, { onProgress, onRetry, signal }) {
const sent = new Map(parts.map(({ number, size, url }) => [number, url === null ? size : 0]));
const report = (number, bytes) => {
sent.set(number, bytes);
onProgress([...sent.values()].reduce((sum, each) => sum + each) / file.size);
};
const failure = new AbortController();
const options = { signal: AbortSignal.any([signal, failure.signal]), onRetry };
const waiting = parts.filter(({ url }) => url !== null);
const worker = async () => {
while (waiting.length) {
const { number, size, url } = waiting.shift();
const part = file.slice((number - 1) * partSize, (number - 1) * partSize + size);
const onPart = (share) => report(number, share * size);
const put = () => putPart(url, part, { ...options, onProgress: onPart });
const hasProgress = () => [...sent.values()].some((bytes) => bytes > 0);
await withReason(withRetry(put, { attempts: ATTEMPTS, ...options }), url, part, hasProgress);
}
};
try {
await Promise.all(Array.from({ length: MAX_CONCURRENT }, worker));
} finally {
failure.abort();
}
}
return { sendInParts };
})();

const $upload = (() => {

const { sendInParts } = $part_upload;
const { Problem } = $problem;
const { withRetry } = $retry;
const { fileSender } = $transfer;

const TRANSFER_ATTEMPTS = 4;
const MAX_FORMS = 2;
const MULTIPART_BYTES = 50 * 1024 ** 2;
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
#prepared = null;
#form = null;
#plan = null;
#isMultipart = false;
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
this.#prepared ??= await this.#prepare(this.file);
await this.#sendWithForm(this.#prepared, MAX_FORMS);
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
if (!this.created) await this.#create(file);
if (this.state === "cancelled") return this.#discard();
try {
await (this.#isMultipart ? this.#transferParts(file) : this.#transfer(file));
this.isSent = true;
this.#change({ state: "processing" });
} catch (problem) {
if (!this.#isMultipart || !problem.transient) this.#discard();
if (problem.code !== "form_expired" || formsLeft < 2) throw problem;
await this.#sendWithForm(file, formsLeft - 1);
}
}

async #create(file) {
const { upload, multipart, ...created } = await this.#client.create(this.#request(file), this.#callOptions());
[this.created, this.#form, this.#plan, this.#isMultipart] = [created, upload, multipart, !upload];
}

#transfer(file) {
const options = this.#transferOptions();
return withRetry(fileSender(this.#form, file, options), { attempts: TRANSFER_ATTEMPTS, ...options });
}

async #transferParts(file) {
const [plan, options] = [this.#plan, this.#transferOptions()];
this.#plan = null;
const parts = async () => {
const renewed = await this.#client.parts(this.created, options);
this.#update(renewed);
return renewed;
};
const complete = () => this.#client.complete(this.created, options);
this.#update(await sendInParts(file, plan, { ...options, parts, complete }));
}

#update({ status_url: statusUrl, retryAfter }) {
this.created = { ...this.created, ...(statusUrl && { status_url: statusUrl }), ...(retryAfter && { retryAfter }) };
}

#transferOptions() {
return { ...this.#callOptions(), onProgress: (progress) => this.#change({ progress, interruption: null }) };
}

#callOptions() {
return { signal: this.#abort.signal, onRetry: (interruption) => this.#change({ interruption }) };
}

#request({ name, type, size }) {
return {
filename: name,
...(type && { content_type: type }),
...(size && { size }),
...(size > MULTIPART_BYTES && { multipart: true }),
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

const $new_upload = (() => {

const { checkSize, checkType, sizeInBytes } = $file_rules;
const { resized } = $resize;
const { fill } = $texts;
const { Upload } = $upload;

function limited(files, folders, { multiple, maxFiles, uploads }, texts) {
const max = multiple ? Number(maxFiles) || Infinity : 1;
const taken = files.slice(0, Math.max(0, max - uploads.length));
if (taken.length < files.length) return { taken, note: max === 1 ? texts.onlyOne : fill(texts.tooMany, { max }) };
return { taken, note: folders ? texts.folders : "" };
}

function newUpload(file, client, { accept, maxSize, resize, variants }, texts) {
const longest = Number(resize) || 0;
const check = (each) => checkSize(each, sizeInBytes(maxSize), texts);
const prepare = async (original) => {
const prepared = longest > 0 ? await resized(original, longest) : original;
check(prepared);
return prepared;
};
const upload = new Upload(client, file, { variants: words(variants), prepare });
try {
checkType(file, accept);
if (!longest) check(file);
} catch (problem) {
upload.refuse(problem);
}
return upload;
}

function earlierUpload(client, { created, name, size }) {
const state = created.status_url ? "waiting" : "uploaded";
return Object.assign(new Upload(client, { name, size }), { created, isSent: true, state });
}

function words(text) {
return String(text ?? "").split(/[\s,]+/).filter(Boolean);
}
return { limited, newUpload, earlierUpload, words };
})();

const $dom = (() => {

const MAX_NAME_LENGTH = 24;
const NAME_END_LENGTH = 10;

function h(tag, properties = {}, ...children) {
const element = document.createElement(tag);
for (const [name, value] of Object.entries(properties)) {
if (name in element) element[name] = value;
else element.setAttribute(name, value);
}
element.append(...children.flat().filter((child) => child !== null && child !== false));
return element;
}

function button(text, label, onclick, kind = "") {
return h("button", { type: "button", className: kind, ariaLabel: label, onclick }, text);
}

function fileName(name, tag = "h3") {
const split = name.length > MAX_NAME_LENGTH ? -NAME_END_LENGTH : name.length;
return h(
tag,
{ className: "name", title: name, dir: "auto" },
h("span", { className: "start" }, name.slice(0, split)),
h("span", { className: "end" }, name.slice(split)),
);
}
return { h, button, fileName };
})();

const $previews = (() => {

const { h } = $dom;

const PREVIEW_SIZE = 320;

let previews = Promise.resolve();

function preview(file) {
const canvas = h("canvas", { width: 0, height: 0, ariaHidden: "true" });
previews = previews.then(() => draw(canvas, file));
return canvas;
}

async function draw(canvas, file) {
const bitmap = await createImageBitmap(file).catch(() => null);
if (!bitmap) return; // not an image, or in a format that only the service can read
const scale = Math.min(1, PREVIEW_SIZE / Math.max(bitmap.width, bitmap.height));
canvas.width = Math.max(1, Math.round(bitmap.width * scale));
canvas.height = Math.max(1, Math.round(bitmap.height * scale));
canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
bitmap.close();
}
return { preview };
})();

const $row = (() => {

const { button, fileName, h } = $dom;
const { fileSize } = $file_size;
const { canRetry, errorMessage, retryingMessage } = $messages;
const { preview } = $previews;
const { fill } = $texts;

class Row {
#upload;
#actions;
#frame = h("div", { part: "preview", className: "preview" });
#status = h("p", { part: "status" });
#progress = h("progress", { part: "progress", max: 1 });
#problem = h("p", { part: "error", className: "error", hidden: true });
#buttons = h("div", { part: "actions", className: "actions" });
#shown = "";

constructor(upload, actions) {
this.#upload = upload;
this.#actions = actions;
const { file } = upload;
if (file instanceof Blob) this.#frame.append(preview(file));
const name = h("div", { part: "name" }, fileName(file.name, "span"));
const info = h("div", { className: "info" }, name, this.#status, this.#progress, this.#problem);
this.element = h("li", { part: "item" }, this.#frame, info, this.#buttons);
}

update(texts) {
const { state, progress, file } = this.#upload;
this.#status.textContent = this.#statusText(texts);
this.#status.hidden = state === "failed";
this.#progress.hidden = this.#upload.finished;
this.#progress.ariaLabel = fill(texts.progressOf, file);
if (state === "processing") this.#progress.removeAttribute("value");
else this.#progress.value = progress;
if (this.#shown === state + texts.locale) return;
this.#shown = state + texts.locale;
this.element.dataset.state = state;
this.element.part = `item ${state}`;
this.#showProblem(texts);
this.#showButtons(texts);
this.#showVariant();
}

focus() {
this.#buttons.querySelector("button").focus();
}

#statusText(texts) {
const { state, interruption, progress, file } = this.#upload;
if (interruption) return retryingMessage(interruption, texts);
const values = { size: fileSize(file.size ?? 0, texts), percent: Math.floor(progress * 100) };
return fill(texts[state] ?? "", values);
}

#showProblem(texts) {
const { problem } = this.#upload;
this.#problem.hidden = !problem;
if (!problem) return;
this.#problem.replaceChildren(errorMessage(problem, texts), " ", h("code", { part: "code" }, problem.code));
}

#showButtons(texts) {
const { finished, problem, file } = this.#upload;
const hadFocus = this.#buttons.contains(this.#buttons.getRootNode().activeElement);
const action = (name, call) =>
Object.assign(button(texts[name], `${texts[name]} ${file.name}`, call), { part: `button ${name}` });
const remove = action(finished ? "remove" : "cancel", () => this.#actions.remove(this.#upload));
const isRetryable = problem && canRetry(problem);
const retry = isRetryable && action("retry", () => this.#actions.retry(this.#upload));
this.#buttons.replaceChildren(...(retry ? [retry] : []), remove);
if (hadFocus) this.focus();
}

#showVariant() {
const canvas = this.#frame.querySelector("canvas");
const [variant] = this.#upload.document?.variants ?? [];
if (!variant || canvas?.width) return;
this.#frame.replaceChildren(h("img", { alt: "", decoding: "async", src: variant.url }));
}
}
return { Row };
})();

const $row_list = (() => {

const { h } = $dom;
const { errorMessage } = $messages;
const { Row } = $row;
const { fill } = $texts;

const MAX_ANNOUNCEMENTS = 20;

class RowList {
#rows = new Map();
#texts;
#announced = new Map();
#log = h("div", { className: "log", role: "log", ariaLive: "polite" });
#list = h("ul", { part: "list", hidden: true });
elements = [this.#list, this.#log];

setTexts(texts) {
this.#texts = texts;
this.#list.ariaLabel = texts.label;
for (const row of this.#rows.values()) row.update(texts);
}

announceFiles(files) {
const { addedOne, addedMany } = this.#texts;
this.announce(fill(files.length === 1 ? addedOne : addedMany, { name: files[0].name, count: files.length }));
}

add(upload, actions) {
const row = new Row(upload, actions);
this.#rows.set(upload, row);
this.#list.append(row.element);
this.#list.hidden = false;
this.update(upload);
}

update(upload) {
this.#rows.get(upload)?.update(this.#texts);
this.#announceState(upload);
}

remove(upload) {
const uploads = [...this.#rows.keys()];
const at = uploads.indexOf(upload);
this.#rows.get(upload).element.remove();
this.#rows.delete(upload);
this.#announced.delete(upload);
this.#list.hidden = this.#rows.size === 0;
return this.#rows.get(uploads[at + 1] ?? uploads[at - 1]);
}

announce(text) {
this.#log.append(h("p", {}, text));
if (this.#log.childElementCount > MAX_ANNOUNCEMENTS) this.#log.firstElementChild.remove();
}

#announceState(upload) {
const { state, file, problem } = upload;
const text = { uploaded: "announceUploaded", ready: "announceReady", failed: "announceFailed" }[state];
if (this.#announced.get(upload) === state) return;
this.#announced.set(upload, state);
const reason = problem ? errorMessage(problem, this.#texts) : "";
if (text) this.announce(fill(this.#texts[text], { name: file.name, reason }));
}
}
return { RowList };
})();

const $style_sheet = (() => {

const CSS = `
:host {
display: block;
--_line: color-mix(in srgb, currentColor 30%, transparent);
--_tint: color-mix(in srgb, currentColor 8%, transparent);
--_muted: color-mix(in srgb, currentColor 85%, transparent);
--_accent: var(--darkroom-accent, currentColor);
--_error: var(--darkroom-error, light-dark(#b3261e, #ffb4ab));
--_radius: var(--darkroom-radius, 8px);
}
:host([hidden]), [hidden] { display: none !important; }
*, ::before, ::after { box-sizing: border-box; }
p, ul { margin: 0; padding: 0; }
ul { list-style: none; }
[part="area"] {
padding: 24px 16px;
border: 1px dashed var(--_line);
border-radius: var(--_radius);
text-align: center;
}
:host(:state(dragging)) [part="area"] { border: 1px solid var(--_accent); background: var(--_tint); }
[part="prompt"] { font-size: 1.15em; font-weight: 600; }
[part="hint"] { margin-top: 4px; color: var(--_muted); }
[part="buttons"] { display: flex; flex-wrap: wrap; justify-content: center; gap: 8px; }
[part="buttons"]:not(:first-child) { margin-top: 14px; }
[part="note"] { margin-top: 12px; color: var(--_error); }
.touch-only { display: none; }
@media (pointer: coarse) {
.touch-only { display: inline-block; }
.no-touch { display: none; }
}
button {
min-width: 44px;
min-height: 44px;
padding: 8px 16px;
border: 1px solid var(--_line);
border-radius: var(--_radius);
background: var(--_tint);
color: inherit;
font: inherit;
font-weight: 600;
line-height: 1.3;
cursor: pointer;
}
button:hover { border-color: currentColor; }
button:disabled { opacity: 0.5; cursor: default; }
:focus-visible { outline: 2px solid currentColor; outline-offset: 2px; }
[part="list"] { margin-top: 8px; }
li {
display: grid;
grid-template-columns: 64px minmax(0, 1fr) auto;
align-items: center;
gap: 4px 14px;
padding: 10px 0;
border-top: 1px solid var(--_line);
}
li:first-child { border-top: 0; }
.preview {
display: grid;
grid-template: 100% / 100%;
place-items: center;
width: 64px;
height: 64px;
border-radius: calc(var(--_radius) / 2);
background: var(--_tint);
overflow: hidden;
}
.preview > * { width: 100%; height: 100%; object-fit: cover; transition: opacity 0.3s; }
[data-state="waiting"] .preview > *, [data-state="uploading"] .preview > * { opacity: 0.55; }
[part="name"], .name { display: flex; min-width: 0; font-weight: 600; }
.start { overflow: hidden; text-overflow: ellipsis; white-space: pre; }
.end { flex: none; white-space: pre; }
[part="status"] { color: var(--_muted); font-size: 0.9em; font-variant-numeric: tabular-nums; }
.error { color: var(--_error); font-size: 0.9em; overflow-wrap: anywhere; }
code { font-size: 0.9em; opacity: 0.9; }
.actions { display: flex; flex-wrap: wrap; justify-content: end; gap: 8px; }
.actions button { padding-inline: 12px; border-color: transparent; background: none; font-size: 0.9em; }
.actions button:hover { border-color: var(--_line); }
progress {
display: block;
width: 100%;
height: 4px;
margin-top: 6px;
border: 0;
border-radius: 2px;
appearance: none;
background: var(--_tint);
color: var(--_accent);
overflow: hidden;
}
progress::-webkit-progress-bar { background: none; }
progress::-webkit-progress-value { background: var(--_accent); transition: width 0.2s; }
progress::-moz-progress-bar { background: var(--_accent); }
progress:not([value]) {
background: linear-gradient(90deg, var(--_tint) 35%, var(--_accent) 50%, var(--_tint) 65%) 0 / 300% 100%;
animation: slide 1.6s linear infinite;
}
progress:not([value])::-moz-progress-bar { background: none; }
@keyframes slide { from { background-position: 100% 0; } to { background-position: 0 0; } }
.log { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
@container (max-width: 420px) {
li { grid-template-columns: 64px minmax(0, 1fr); }
.actions { grid-column: 2; justify-content: start; margin-inline-start: -12px; }
}
[part="list"] { container-type: inline-size; }
@media (forced-colors: active) {
progress { border: 1px solid CanvasText; height: 6px; }
progress::-webkit-progress-value { background: Highlight; forced-color-adjust: none; }
progress::-moz-progress-bar { background: Highlight; forced-color-adjust: none; }
}
@media (prefers-reduced-motion: reduce) {
* { animation: none !important; transition: none !important; }
progress:not([value]) { background: var(--_accent); }
}
`;

let sheet = null;

function styleSheet() {
if (!sheet) {
sheet = new CSSStyleSheet();
sheet.replaceSync(CSS);
}
return sheet;
}
return { styleSheet };
})();

const $drag_and_drop = (() => {

function listenForDrops(target, { isOn, onDragging, onDrop, signal }) {
let depth = 0; // dragenter and dragleave fire for every element along the way
const changeDepth = (change) => {
depth = Math.max(0, depth + change);
onDragging(depth > 0);
};
const listen = (type, handle) =>
target.addEventListener(
type,
(event) => event.dataTransfer?.types.includes("Files") && isOn(event) && handle(event),
{ signal },
);
listen("dragenter", () => changeDepth(1));
listen("dragleave", () => changeDepth(-1));
listen("dragover", (event) => event.preventDefault());
target.addEventListener("drop", () => changeDepth(-depth), { signal });
listen("drop", (event) => {
event.preventDefault();
onDrop(droppedFiles(event.dataTransfer));
});
}

function droppedFiles({ items }) {
const all = [...items].filter(({ kind }) => kind === "file");
const files = all.filter((item) => !item.webkitGetAsEntry?.()?.isDirectory).map((item) => item.getAsFile());
return { files, folders: all.length - files.length };
}
return { listenForDrops };
})();

const $upload_area = (() => {

const { listenForDrops } = $drag_and_drop;
const { h } = $dom;

const ACCEPTED =
"image/jpeg,image/png,image/webp,image/gif,image/avif,image/tiff,image/bmp,image/heic,.heic,.heif,.hif,.jfif";
const PHOTOS = "image/jpeg,image/png,image/webp";

class UploadArea {
#host;
#prompt = h("span", { className: "no-touch" });
#touchPrompt = h("span", { className: "touch-only" });
#hint = h("p", { part: "hint", className: "no-touch" });
#choose = h("slot", { name: "choose" });
#camera = h("slot", { name: "camera" });
#files = h("input", { type: "file", id: "files", hidden: true });
#photo = h("input", { type: "file", id: "camera", hidden: true, accept: PHOTOS });
#note = h("p", { part: "note", role: "alert", hidden: true });
#onFiles;

constructor(host, onFiles) {
this.#host = host;
this.#onFiles = onFiles;
this.chooseButton = this.#button(this.#choose, this.#files);
this.cameraButton = this.#button(this.#camera, this.#photo);
this.element = h(
"div",
{ part: "area" },
h("slot", { name: "prompt" }, h("p", { part: "prompt" }, this.#prompt, this.#touchPrompt), this.#hint),
h("div", { part: "buttons" }, this.chooseButton, this.cameraButton),
this.#note,
h("slot", { name: "footer" }),
this.#files,
this.#photo,
);
}

update(texts, { accept, capture, multiple, disabled }) {
this.#files.multiple = multiple;
this.#files.accept = accept || ACCEPTED;
this.#photo.setAttribute("capture", capture || "environment");
for (const control of [this.chooseButton, this.cameraButton]) control.disabled = disabled;
const suffix = multiple ? "" : "One";
this.#prompt.textContent = texts[`prompt${suffix}`];
this.#touchPrompt.textContent = texts[`promptTouch${suffix}`];
this.#hint.textContent = texts[`hint${suffix}`];
this.#choose.textContent = texts[`choose${suffix}`];
this.#camera.textContent = texts.camera;
}

showNote(text) {
this.#note.textContent = text;
this.#note.hidden = !text;
}

choose() {
if (!this.chooseButton.disabled) this.#files.click();
}

listen({ wholePage, onDragging, signal }) {
const isEnabled = () => !this.chooseButton.disabled;
const drops = { onDragging, onDrop: ({ files, folders }) => this.#accept(files, folders), signal };
const isFree = (event) => isEnabled() && !event.defaultPrevented;
listenForDrops(this.#host, { ...drops, isOn: (event) => isFree(event) && !wholePage() });
listenForDrops(window, { ...drops, isOn: (event) => isFree(event) && wholePage() });
addEventListener("paste", (event) => this.#paste(event, isFree(event) && wholePage()), { signal });
}

#paste(event, isAnywhere) {
const files = [...(event.clipboardData?.files ?? [])];
const isHere = event.composedPath().includes(this.#host) || this.#host.matches(":hover");
if (!files.length || event.defaultPrevented || this.chooseButton.disabled || !(isAnywhere || isHere)) return;
event.preventDefault();
this.#accept(files);
}

#button(label, input) {
input.addEventListener("change", () => {
this.#accept([...input.files]);
input.value = ""; // so that the same file can be chosen again
});
const { name } = label;
const className = name === "camera" ? "touch-only" : "";
const properties = { type: "button", part: `button ${name}`, id: name === "camera" ? "take-photo" : name, className };
return h("button", { ...properties, onclick: () => input.click() }, label);
}

#accept(files, folders = 0) {
if (files.length || folders) this.#onFiles(files, folders);
}
}
return { UploadArea };
})();

const $upload_queue = (() => {

const MAX_CONCURRENT = 3;

class UploadQueue {
#waiting = [];
#sending = 0;

add(upload) {
this.#waiting.push(upload);
this.#next();
}

#next() {
if (this.#sending >= MAX_CONCURRENT || this.#waiting.length === 0) return;
this.#sending += 1;
this.#run(this.#waiting.shift());
}

async #run(upload) {
try {
await upload.send();
} finally {
this.#sending -= 1;
this.#next();
}
await upload.process();
}
}
return { UploadQueue };
})();

const $uploads = (() => {

const { UploadQueue } = $upload_queue;

const queue = new UploadQueue();

class Uploads {
#all = new Set();
#onChange;

constructor(onChange) {
this.#onChange = onChange;
}

get all() {
return [...this.#all];
}

add(upload) {
this.#all.add(upload);
upload.onChange = () => this.#all.has(upload) && this.#onChange(upload);
}

start(upload) {
if (!upload.finished) queue.add(upload);
}

retry(upload) {
upload.reset();
queue.add(upload);
}

remove(upload) {
this.#all.delete(upload);
if (!upload.finished) upload.cancel();
}
}
return { Uploads };
})();

const $element = (() => {

const { languageOf, reflect, upgradeProperties } = $attributes;
const { EndpointElement } = $endpoint_element;
const { detailOf, Milestones } = $event_details;
const { FormField } = $form_field;
const { earlierUpload, limited, newUpload, words } = $new_upload;
const { RowList } = $row_list;
const { styleSheet } = $style_sheet;
const { textsFor } = $texts;
const { UploadArea } = $upload_area;
const { Uploads } = $uploads;

const STRINGS = "accept capture csrf-field csrf-header endpoint max-files max-size name resize variants".split(" ");
const BOOLEANS = "disabled multiple required whole-page".split(" ");

class DarkroomUpload extends EndpointElement {
static observedAttributes = [...STRINGS, ...BOOLEANS, "lang", "value"];
#area = new UploadArea(this, (files, folders) => this.#accept(files, folders));
#field = new FormField(this.internals, this.#area.chooseButton);
#uploads = new Uploads((upload) => this.#changed(upload));
#view = new RowList();
#actions = { retry: (upload) => this.#uploads.retry(upload), remove: (upload) => this.#removeByUser(upload) };
#milestones = new Milestones();
#listening = null;
#texts = textsFor("");
#replacedTexts = {};

constructor() {
super();
const root = this.attachShadow({ mode: "open", delegatesFocus: true });
root.adoptedStyleSheets = [styleSheet()];
root.append(this.#area.element, ...this.#view.elements);
this.internals.role = "group";
this.addEventListener("click", (event) => event.composedPath()[0] === this && this.#area.choose());
}

connectedCallback() {
const isFirst = this.#listening === null;
this.#listening = new AbortController();
const onDragging = (isDragging) => this.#field.setState("dragging", isDragging);
this.#area.listen({ wholePage: () => this.wholePage, onDragging, signal: this.#listening.signal });
this.#render();
if (!isFirst) return;
if (!this.uploads.length) this.formResetCallback();
upgradeProperties(this);
}

disconnectedCallback() {
this.#listening.abort();
queueMicrotask(() => this.isConnected || this.#stop());
}

attributeChangedCallback(name) {
if (!this.#listening) return;
const isUntouched = this.uploads.every(({ file }) => !(file instanceof Blob));
if (name === "value" && isUntouched) this.formResetCallback();
this.#render();
}

formDisabledCallback() {
this.#render();
}

formResetCallback() {
this.value = this.getAttribute("value");
}

formStateRestoreCallback(state, mode) {
if (mode === "restore") this.#replace(JSON.parse(state));
}

get uploads() {
return this.#uploads.all;
}

get value() {
return this.#field.value;
}

set value(text) {
this.#replace(words(text).map((value) => ({ created: { id: null, value } })));
}

get texts() {
return this.#replacedTexts;
}

set texts(texts) {
this.#replacedTexts = texts ?? {};
this.#render();
}

set view(view) {
this.#view = view;
}

#render() {
this.#texts = textsFor(languageOf(this), this.#replacedTexts);
const { accept, capture, multiple } = this;
this.#area.update(this.#texts, { accept, capture, multiple, disabled: this.matches(":disabled") });
this.internals.ariaLabel = this.labels.length ? null : this.#texts[multiple ? "label" : "labelOne"];
this.#view.setTexts(this.#texts);
this.#updateField();
}

#updateField(isByUser = false) {
const { name, multiple, required } = this;
const hasChanged = this.#field.update(this.uploads, { name, multiple, required, texts: this.#texts });
if (hasChanged && isByUser) this.dispatchEvent(new Event("change", { bubbles: true }));
}

#accept(files, folders) {
if (!this.multiple && files.length) this.#forget(() => true);
const { taken, note } = limited(files, folders, this, this.#texts);
this.#area.showNote(note);
if (taken.length) this.#view.announceFiles(taken);
for (const file of taken) {
const upload = newUpload(file, this.server(), this, this.#texts);
this.#add(upload);
this.#changed(upload);
}
}

#add(upload) {
this.#uploads.add(upload);
this.#view.add(upload, this.#actions);
this.#uploads.start(upload);
}

#replace(earlier) {
this.#forget(() => true);
for (const each of earlier) {
const upload = earlierUpload(this.server(), { ...each, name: each.name ?? this.#texts.earlierImage });
this.#milestones.next(upload);
this.#add(upload);
}
this.#updateField();
}

#changed(upload) {
this.#view.update(upload);
this.#updateField(true);
const event = this.#milestones.next(upload);
if (event) this.#dispatch(event, detailOf(upload, this.#texts));
}

#removeByUser(upload) {
const next = this.#forgetOne(upload);
(next ?? this.#area.chooseButton).focus();
this.#updateField(true);
}

#stop() {
this.#forget(({ finished }) => !finished);
this.#updateField();
}

#forget(isUnwanted) {
this.uploads.filter(isUnwanted).forEach((upload) => this.#forgetOne(upload));
}

#forgetOne(upload) {
const detail = detailOf(upload, this.#texts);
this.#uploads.remove(upload);
const next = this.#view.remove(upload);
this.#dispatch("removed", detail);
return next;
}

#dispatch(type, detail) {
this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
}
}

reflect(DarkroomUpload, { strings: STRINGS, booleans: BOOLEANS });
return { DarkroomUpload };
})();

const $definition = (() => {

const { DarkroomUpload } = $element;

if (globalThis.customElements && !customElements.get("darkroom-upload")) {
customElements.define("darkroom-upload", DarkroomUpload);
}
return {  };
})();

const $upload_file = (() => {

const { Endpoint } = $endpoint;
const { resized } = $resize;
const { Upload } = $upload;

async function upload(file, options) {
const { endpoint, variants, headers = {}, resize, signal, onProgress = () => {}, onUploaded = () => {} } = options;
signal?.throwIfAborted();
const task = new Upload(new Endpoint(endpoint, () => headers), file, {
variants,
prepare: (original) => (resize ? resized(original, resize) : original),
});
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



const { DarkroomUpload } = $element;
const { Problem } = $problem;
const { upload } = $upload_file;
return { DarkroomUpload, Problem, upload };
})();

export const { DarkroomUpload, Problem, upload } = $darkroom;
