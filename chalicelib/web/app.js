/** The page's entry point. The service sends it and everything it imports as one file. */

import "./error_banner.js";
import { start } from "./main.js";

start();
