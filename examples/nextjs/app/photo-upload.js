"use client";

import "darkroom-images";
import { useEffect, useRef, useState } from "react";

export function PhotoUpload({ name }) {
  const field = useRef(null);
  const [image, setImage] = useState(null);
  useEffect(() => {
    const element = field.current;
    const show = ({ detail }) => setImage(detail.image);
    element.addEventListener("ready", show);
    return () => element.removeEventListener("ready", show);
  }, []);
  return <>
    <darkroom-upload ref={field} endpoint="/uploads" name={name} required />
    {image && <Photo image={image} />}
  </>;
}

function Photo({ image }) {
  const { src, srcset } = image.sources.at(-1);
  return <img src={src} srcSet={srcset} sizes="20rem" width={image.width} height={image.height} alt="" className="photo"
              style={{ width: "20rem", height: "auto", background: image.placeholder.color }} />;
}
