/** Puts the parts of the page together. */

import { Access } from "./access_token.js";
import { Api } from "./api.js";
import { announce } from "./dom.js";
import { Gallery } from "./gallery.js";
import { listen } from "./file_input.js";
import { Presets } from "./presets.js";
import { Session } from "./upload_list.js";
import { confirmDelete, showSheet } from "./dialogs.js";

/** Start the page. */
export function start() {
  const access = new Access(reload);
  const api = new Api(access);
  const presets = new Presets(api);
  const gallery = new Gallery(api, {
    openSheet: (image) => showSheet(image, { renew: ({ id }) => api.get(id), remove }),
    isShown: (id) => session.has(id),
    enterToken: () => access.enter(),
  });
  const session = new Session(api, gallery, confirmDelete);
  listen((files) => session.add(files, presets.chosen));
  reload();

  function reload() {
    presets.reload();
    gallery.reload();
  }

  async function remove(image) {
    if (!(await confirmDelete(image))) return false;
    await api.delete(image.id);
    gallery.drop(image);
    announce(`${image.filename} was deleted`);
    return true;
  }
}
