/** Uses the element in JSX, as a strict project with React does. */

import 'darkroom-images';
import type {} from 'darkroom-images/react';
import { useEffect, useRef, useState } from 'react';
import type { DarkroomUpload, ImageDocument } from 'darkroom-images';

export function Photo({ onImage }: { onImage: (image: ImageDocument) => void }) {
  const field = useRef<DarkroomUpload>(null);
  const [reason, setReason] = useState('');
  useEffect(() => {
    const element = field.current;
    element?.addEventListener('ready', ({ detail }) => detail.image && onImage(detail.image));
    element?.addEventListener('failed', ({ detail }) => setReason(detail.error?.code ?? ''));
  }, [onImage]);
  return (
    <form onSubmit={() => field.current?.checkValidity()}>
      <darkroom-upload
        ref={field}
        endpoint="/uploads"
        name="photo"
        className="photo"
        variants={['small']}
        max-size="10MB"
        required
      />
      <p>{reason}</p>
    </form>
  );
}
