/** A service that answers as it is told, and remembers the requests that it got. */

import { createServer } from 'node:http';

export const ID = 'GSZp4SKhCF_rkfM2vcXD_gZyQ5TA';
export const TOKEN = 'dr_secret';

export class FakeService {
  requests = [];
  #server = createServer((request, response) => this.#respond(request, response));

  /** Answer the next request with this status and JSON, or text. */
  answer(status, body, headers = {}) {
    this.next = { status, body, headers };
    this.requests.length = 0;
  }

  async start() {
    await new Promise((done) => this.#server.listen(0, '127.0.0.1', done));
    this.url = `http://127.0.0.1:${this.#server.address().port}`;
  }

  stop() {
    this.#server.closeAllConnections();
    return new Promise((done) => this.#server.close(done));
  }

  async #respond(request, response) {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method, url, headers } = request;
    this.requests.push({ method, url, headers, body: JSON.parse(Buffer.concat(chunks).toString()) });
    response.writeHead(this.next.status, this.next.headers);
    response.end(typeof this.next.body === 'string' ? this.next.body : JSON.stringify(this.next.body));
  }
}
