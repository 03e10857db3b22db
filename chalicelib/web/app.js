/** What the page loads. The service sends it with all that it imports in one file. */

import "./alarm.js";
import { start } from "./main.js";

start();
