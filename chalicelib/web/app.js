/** What the page loads. The service sends it with all that it imports in one file. */

import "./error_banner.js";
import { start } from "./main.js";

start();
