import type { ImageDocument } from './image.js';

export type { ImageDocument, Source, Variant } from './image.js';

/** An error with a stable `code` for programs and a `detail` for people. `field` names the invalid part of a request. */
export declare class Problem extends Error {
  readonly code: string;
  readonly detail: string;
  readonly field: string | null;
  /** The HTTP status, or 0 if there was no response. */
  readonly status: number;
  /** Seconds to wait before another attempt, or null. */
  readonly retryAfter: number | null;
}

export interface UploadOptions {
  /** URL of your server that returns upload forms, such as `/uploads`. */
  endpoint: string | URL;
  /** Names of presets. */
  variants?: readonly string[];
  /** Headers of requests to the endpoint, such as a CSRF token. */
  headers?: Readonly<Record<string, string>>;
  /** Pixels of the longest side that the image is resized to before it is uploaded. */
  resize?: number;
  signal?: AbortSignal;
  /** Gets numbers from 0 to 1. */
  onProgress?: (progress: number) => void;
  /** Called as soon as the file has arrived, before it is processed. */
  onUploaded?: (uploaded: { id: string; value: string }) => void;
}

export interface UploadResult {
  id: string;
  /** What to submit to your server: the id, or what the endpoint returned as `value`. */
  value: string;
  /** Null if the endpoint returns no status URL. */
  image: ImageDocument | null;
}

/** Upload a file, and wait until its image is ready. Rejects with a Problem, or with the signal's reason. */
export declare function upload(file: File, options: UploadOptions): Promise<UploadResult>;

/** What the events of the element say about an upload. Whatever is not known yet is null. */
export interface UploadDetail {
  id: string | null;
  /** What the form submits for this upload. */
  value: string | null;
  image: ImageDocument | null;
  file: { readonly name: string; readonly size: number };
  /** Why the upload failed; `text` is what the element shows. */
  error: { code: string; text: string; detail: string } | null;
}

export interface DarkroomUploadEventMap {
  /** The file has arrived. */
  uploaded: CustomEvent<UploadDetail>;
  /** The image has been processed. */
  ready: CustomEvent<UploadDetail>;
  failed: CustomEvent<UploadDetail>;
  removed: CustomEvent<UploadDetail>;
}

/** One upload of the element. */
export interface UploadState {
  readonly state: 'waiting' | 'uploading' | 'uploaded' | 'processing' | 'ready' | 'failed' | 'cancelled';
  readonly file: { readonly name: string; readonly size: number };
  readonly id: string | null;
  /** From 0 to 1. */
  readonly progress: number;
  readonly document: ImageDocument | null;
  readonly problem: Problem | null;
}

/** The element `<darkroom-upload>`, a form field that uploads images. Most properties reflect attributes. */
export declare class DarkroomUpload extends HTMLElement {
  endpoint: string;
  /** Names of presets. */
  get variants(): string;
  set variants(names: string | readonly string[]);
  accept: string;
  multiple: boolean;
  /** Such as `10MB`. */
  maxSize: string;
  maxFiles: string;
  name: string;
  required: boolean;
  disabled: boolean;
  capture: string;
  /** Pixels of the longest side that images are resized to before they are uploaded. */
  resize: string;
  /** Whether images can be dropped and pasted anywhere on the page. */
  wholePage: boolean;
  csrfField: string;
  csrfHeader: string;
  /** Additional headers of requests to the endpoint. */
  headers: Readonly<Record<string, string>>;
  /** Texts that replace the element's own. */
  texts: UploadTexts;
  /** What the form submits, separated by spaces. Setting it replaces all uploads. */
  value: string;
  readonly uploads: readonly UploadState[];
  readonly type: string;
  readonly form: HTMLFormElement | null;
  readonly labels: NodeList;
  readonly validity: ValidityState;
  readonly validationMessage: string;
  readonly willValidate: boolean;
  checkValidity(): boolean;
  reportValidity(): boolean;

  addEventListener<K extends keyof DarkroomUploadEventMap>(
    type: K,
    listener: (this: DarkroomUpload, event: DarkroomUploadEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener<K extends keyof HTMLElementEventMap>(
    type: K,
    listener: (this: DarkroomUpload, event: HTMLElementEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener<K extends keyof DarkroomUploadEventMap>(
    type: K,
    listener: (this: DarkroomUpload, event: DarkroomUploadEventMap[K]) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener<K extends keyof HTMLElementEventMap>(
    type: K,
    listener: (this: DarkroomUpload, event: HTMLElementEventMap[K]) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
}

/** Texts by name, and those of errors by code. */
export interface UploadTexts {
  errors?: Readonly<Record<string, string>>;
  [name: string]: string | Readonly<Record<string, string>> | undefined;
}

declare global {
  interface HTMLElementTagNameMap {
    'darkroom-upload': DarkroomUpload;
  }
}
