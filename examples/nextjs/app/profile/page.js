import { cookies } from "next/headers";
import { Suspense } from "react";
import { getImage } from "../images.js";

export default function Page() {
  return <main><Suspense fallback="Loading…"><Photo /></Suspense></main>;
}

async function Photo() {
  const id = (await cookies()).get("photo")?.value;
  if (!id) return "You have not saved a photo.";
  const image = await getImage(id);
  return <div dangerouslySetInnerHTML={{ __html: image.html }} />;
}
