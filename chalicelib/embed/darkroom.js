/** The component's entry point: what a site imports. */

import "./definition.js";

export { DarkroomUpload } from "./element.js";
export { Problem } from "./problem.js";
export { upload } from "./upload_file.js";
