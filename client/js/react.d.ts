/** Types of `<darkroom-upload>` in JSX, for React 19 and later: `import type {} from 'darkroom-images/react'`. */

import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type { DarkroomUpload, DarkroomUploadEventMap, UploadTexts } from './index.js';

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
  headers?: Readonly<Record<string, string>>;
  texts?: UploadTexts;
  onadded?: (event: DarkroomUploadEventMap['added']) => void;
  onuploaded?: (event: DarkroomUploadEventMap['uploaded']) => void;
  onready?: (event: DarkroomUploadEventMap['ready']) => void;
  onfailed?: (event: DarkroomUploadEventMap['failed']) => void;
  onremoved?: (event: DarkroomUploadEventMap['removed']) => void;
}

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'darkroom-upload': DetailedHTMLProps<DarkroomUploadAttributes, DarkroomUpload>;
    }
  }
}
