/** Downloads a variant as a file. */

/** Save the variant under a descriptive file name. If the storage blocks the request, open it in a new tab. */
export async function download(image, variant) {
  // The <img> that shows the variant may have left a response in the cache without CORS headers: S3 sends
  // them only to requests with an Origin.
  const response = await fetch(variant.url, { cache: "reload" }).catch(() => null);
  if (!response?.ok) {
    open(variant.url, "_blank", "noopener");
    return;
  }
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await response.blob());
  link.download = downloadName(image, variant);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function downloadName(image, variant) {
  const stem = image.filename.replace(/\.[^.]*$/, "");
  const extension = variant.content_type.split("/")[1].replace("jpeg", "jpg");
  return `${stem}-${variant.name}.${extension}`;
}
