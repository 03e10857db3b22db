/** Creates the parts of the page and connects them. */

import { AccessToken } from "./access_token.js";
import { Api } from "./api.js";
import { confirmDelete, showImageDialog } from "./dialogs.js";
import { announce } from "./dom.js";
import { listenForFiles } from "./file_input.js";
import { Gallery } from "./gallery.js";
import { Presets } from "./presets.js";
import { UploadList } from "./upload_list.js";

/** Start the page. */
export function start() {
  const accessToken = new AccessToken(reload);
  const api = new Api(accessToken);
  const presets = new Presets(api);
  const gallery = new Gallery(api, {
    openImage: (image) => showImageDialog(image, { refresh: ({ id }) => api.get(id), remove }),
    isListedElsewhere: (id) => uploads.has(id),
    enterToken: () => accessToken.edit(),
  });
  const uploads = new UploadList(api, gallery, confirmDelete);
  listenForFiles((files) => uploads.add(files, presets.selected));
  reload();

  function reload() {
    presets.reload();
    gallery.reload();
  }

  async function remove(image) {
    if (!(await confirmDelete(image))) return false;
    await api.delete(image.id);
    gallery.remove(image);
    announce(`${image.filename} was deleted`);
    return true;
  }
}
