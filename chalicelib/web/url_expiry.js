/** Reads when a signed URL expires. */

// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
const AMZ_DATE = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;

/** Return the time at which the URL expires, in milliseconds since 1970, or null if the URL is not signed. */
export function expiry(url) {
  const query = new URL(url).searchParams;
  const signed = AMZ_DATE.exec(query.get("X-Amz-Date"));
  if (signed) {
    const [year, month, ...rest] = signed.slice(1).map(Number);
    return Date.UTC(year, month - 1, ...rest) + Number(query.get("X-Amz-Expires")) * 1000;
  }
  // signatures of version 2 have the time itself
  return query.has("Expires") ? Number(query.get("Expires")) * 1000 : null;
}

/** Return the earliest of these times, null if all are null. */
export function earliestOf(times) {
  const known = times.filter((time) => time !== null);
  return known.length ? Math.min(...known) : null;
}
