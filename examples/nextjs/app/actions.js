"use server";

import { uploadedImage } from "darkroom-images/server";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";

export async function save(form) {
  const id = await uploadedImage(form.get("photo"), process.env.UPLOAD_SECRET);
  (await cookies()).set("photo", id); // your database, in a real app
  redirect("/profile");
}
