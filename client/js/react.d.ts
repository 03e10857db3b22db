/**
 * The attributes of `<darkroom-upload>` in JSX: `import type {} from 'darkroom-images/react'`.
 *
 * Events and properties are left out: React sets them only on elements that no server has rendered.
 * https://github.com/react/react/issues/35446
 */

import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type { DarkroomUpload } from './index.js';

export interface DarkroomUploadAttributes extends HTMLAttributes<DarkroomUpload> {
  endpoint: string;
  variants?: readonly string[] | string;
  accept?: string;
  multiple?: boolean;
  'max-size'?: string | number;
  'max-files'?: string | number;
  name?: string;
  value?: string;
  required?: boolean;
  disabled?: boolean;
  capture?: 'environment' | 'user';
  resize?: string | number;
  'whole-page'?: boolean;
  'csrf-field'?: string;
  'csrf-header'?: string;
}

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'darkroom-upload': DetailedHTMLProps<DarkroomUploadAttributes, DarkroomUpload>;
    }
  }
}
