/** Creates the parts of the page and connects them. */

import "../embed/definition.js";
import { Problem } from "../embed/problem.js";
import { AccessToken } from "./access_token.js";
import { announce } from "./announcements.js";
import { Api } from "./api.js";
import { BulkBar } from "./bulk_bar.js";
import { confirmDelete } from "./confirm_dialog.js";
import { editFocus } from "./focus_dialog.js";
import { Gallery } from "./gallery.js";
import { showImageDialog } from "./image_dialog.js";
import { editMetadata } from "./metadata_dialog.js";
import { Presets } from "./presets.js";
import { reprocess } from "./reprocessing.js";
import { uploadClient } from "./upload_client.js";
import { UploadList } from "./upload_list.js";

/** Start the page. */
export function start() {
  const uploader = document.querySelector("#uploader");
  const accessToken = new AccessToken(reload);
  const api = new Api(accessToken);
  const presets = new Presets(api, (selected) => (uploader.variants = selected));
  const gallery = new Gallery(api, {
    open,
    isListedElsewhere: (id) => uploads.has(id),
    enterToken: () => accessToken.edit(),
    onUpdate: () => bulkBar.update(),
  });
  const bulkBar = new BulkBar(gallery, { refresh, delete: removeNow, retry, confirmDelete });
  const uploads = new UploadList(api, gallery, { open, remove, focusUploader: () => uploader.focus() });
  uploader.client = uploadClient(api);
  uploader.view = uploads;
  reload();

  function reload() {
    presets.reload();
    gallery.reload();
  }

  function open(image) {
    return showImageDialog(image, {
      refresh,
      remove,
      retry: ({ id }) => changed(reprocess(api, id)),
      editFocus: async (current) =>
        changed(editFocus(await refresh(current), { api, presets: presetsOf(current) })),
      editMetadata: async (current) => changed(editMetadata(await refresh(current), { api })),
    });
  }

  function refresh({ id }) {
    return api.get(id);
  }

  function presetsOf(image) {
    return presets.named(image.variants.map(({ name }) => name));
  }

  /** Show the image that an edit resolves to. */
  async function changed(edit) {
    const image = await edit;
    if (image) show(image);
    return image;
  }

  function show(image) {
    gallery.update(image);
    uploads.updateImage(image);
  }

  async function remove(image) {
    if (!(await confirmDelete([image]))) return false;
    await removeNow(image);
    announce(`${image.filename} was deleted`);
    return true;
  }

  async function removeNow(image) {
    await api.delete(image.id);
    gallery.remove(image);
    uploads.removeImage(image);
  }

  async function retry({ id }) {
    const image = await changed(reprocess(api, id));
    if (image.error) throw new Problem(image.error);
  }
}
