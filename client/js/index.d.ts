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

/** What the events of the element say about an upload. */
export interface UploadDetail {
  id: string | null;
  value: string | null;
  image: ImageDocument | null;
  file: File;
  /** Why the upload failed. */
  error: Problem | null;
}

export interface DarkroomUploadEventMap {
  added: CustomEvent<UploadDetail>;
  uploaded: CustomEvent<UploadDetail>;
  ready: CustomEvent<UploadDetail>;
  failed: CustomEvent<UploadDetail>;
  removed: CustomEvent<UploadDetail>;
}

/** The element `<darkroom-upload>`, a form field that uploads images. */
export declare class DarkroomUpload extends HTMLElement {
  endpoint: string;
  get variants(): string[];
  set variants(names: readonly string[] | string);
  accept: string;
  multiple: boolean;
  /** Such as `10MB`. */
  maxSize: string;
  maxFiles: string;
  name: string;
  required: boolean;
  disabled: boolean;
  capture: string;
  /** Whether images can be dropped and pasted anywhere on the page. */
  wholePage: boolean;
  csrfField: string;
  csrfHeader: string;
  /** Additional headers of requests to the endpoint. */
  headers: Readonly<Record<string, string>>;
  /** Texts that replace the element's own. */
  texts: UploadTexts;
  /** What the form submits. */
  value: string;
  readonly form: HTMLFormElement | null;
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
