/** Sends a few files at a time, so that each gets a fair part of the line. */

const AT_A_TIME = 3;

export class Queue {
  #waiting = [];
  #sending = 0;

  add(upload) {
    this.#waiting.push(upload);
    this.#next();
  }

  #next() {
    if (this.#sending >= AT_A_TIME || this.#waiting.length === 0) return;
    this.#sending += 1;
    this.#run(this.#waiting.shift());
  }

  async #run(upload) {
    try {
      await upload.send();
    } finally {
      this.#sending -= 1;
      this.#next();
    }
    await upload.process();
  }
}
