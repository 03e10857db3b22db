/** Calls an endpoint, whose server returns whatever the test says. */

import { Endpoint } from "../embed/endpoint.js";

globalThis.document = { baseURI: "https://site.test/" };
console.warn = () => {};

/** Return the id of a new upload, or the code of the problem with the response. */
export async function created(response, status = 200, url = "/uploads") {
  globalThis.fetch = async () => Response.json(response, { status });
  try {
    return (await new Endpoint(url).create({}, {})).id;
  } catch (problem) {
    return problem.code ?? String(problem);
  }
}

/** Return the document to which the status URL leads, null if there is none. */
export async function followed(response) {
  globalThis.fetch = async () => Response.json(response);
  return new Endpoint("/uploads").follow({ status_url: "https://api.test/status/a?key=1" }, {});
}
