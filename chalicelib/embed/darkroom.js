/** The component's entry point: what a site imports. */

export { Problem } from "./problem.js";
export { upload } from "./upload_file.js";
