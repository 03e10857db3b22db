import { save } from "./actions.js";
import { PhotoUpload } from "./photo-upload.js";

export default function Page() {
  return <form action={save}>
    <PhotoUpload name="photo" />
    <button>Save</button>
  </form>;
}
