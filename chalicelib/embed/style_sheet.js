/** The component's look. It takes the colors and fonts of the page, and needs no style attributes. */

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

/** Return the style sheet, which all components of a page share. */
export function styleSheet() {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS);
  }
  return sheet;
}
