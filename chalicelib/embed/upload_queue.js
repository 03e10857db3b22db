/** Limits how many files are uploaded at the same time, so that each gets a fair share of the bandwidth. */

const MAX_CONCURRENT = 3;

export class UploadQueue {
  #waiting = [];
  #sending = 0;

  add(upload) {
    this.#waiting.push(upload);
    this.#next();
  }

  #next() {
    if (this.#sending >= MAX_CONCURRENT || this.#waiting.length === 0) return;
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
